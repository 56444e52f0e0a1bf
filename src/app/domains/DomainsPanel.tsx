import { routerChoices } from "../../analysis/choices/choices.ts";
import { againstBest, outcomeTable, shareTable } from "../../analysis/domainTable.ts";
import { type LossUnit, lossUnit } from "../../analysis/lossUnit.ts";
import { type Words, wordsOf } from "../../analysis/words.ts";
import { withCommas } from "../../core/withCommas.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf } from "../../state/derived.ts";
import type { Outcome } from "../../state/store.ts";
import type { HeatView } from "../../state/view/heatView.ts";
import { useDeferredPolicy, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { CalibratedNote } from "../ui/CalibratedNote.tsx";
import { Choice } from "../ui/choices/Choice.tsx";
import { outcomeOptions } from "../ui/choices/outcomeOptions.ts";
import { Panel } from "../ui/Panel.tsx";
import { HeatTable } from "./HeatTable.tsx";
import type { CellKind } from "./heatCell.ts";
import { heatCsv } from "./heatCsv.ts";
import { ReliabilitySection } from "./ReliabilitySection.tsx";

const ALL_DOMAINS = { domains: [] };

/** Experts × domains: losses, routing share at the current λ, and the reliability of the router's predictions. */
export function DomainsPanel() {
  const library = useExplorer(libraryOf);
  // Keep all domains in the table, so that another one can be clicked.
  const rows = useSelectedRows(ALL_DOMAINS);
  return library && rows ? <Domains library={library} rows={rows} /> : null;
}

function Domains({ library, rows }: { library: Library; rows: Int32Array }) {
  const session = useSession();
  const policy = useDeferredPolicy();
  const outcome = useExplorer((state) => state.outcome);
  const routed = isRouted(library);
  const isTable = library.manifest.router === undefined;
  const heat = useExplorer((state) => state.heat);
  // A table has no parts, and no routing to share out unless a router was trained on it.
  const show = routed ? heat.show : "outcome";
  const by = isTable ? "domain" : heat.by;
  const { relative } = heat;
  const kind: CellKind = show === "share" ? "share" : relative ? `${outcome} difference` : outcome;
  const absolute =
    show === "share"
      ? shareTable(library, routerChoices(library, policy), rows, by)
      : outcomeTable(library, outcome, rows, by);
  const table = show === "share" || !relative ? absolute : againstBest(absolute, outcome);
  const prompts = absolute.rows.reduce((sum, row) => sum + row.prompts, 0);
  const missing = prompts - absolute.rows.reduce((sum, row) => sum + (row.comparable ?? row.prompts), 0);
  const unit = lossUnit(library.manifest);
  const words = wordsOf(library.manifest);
  const what = describe(show, relative, outcome, unit, words);
  return (
    <Panel
      title="Domains"
      className="domains"
      tools={
        <>
          {routed && (
            <Choice
              label="show"
              value={show}
              options={[
                { value: "outcome", label: `${outcome === "loss" ? "loss" : unit.outcome} of every ${words.expert}` },
                { value: "share", label: "routing share" },
              ]}
              onChange={(value) => session.setHeat({ show: value })}
            />
          )}
          {show === "outcome" && (
            <>
              {!isTable && (
                <Choice
                  label="measured in"
                  value={outcome}
                  options={outcomeOptions(library.manifest)}
                  onChange={(value) => session.setView({ outcome: value })}
                />
              )}
              <Choice
                label="told"
                value={relative ? "relative" : "absolute"}
                options={[
                  { value: "absolute", label: "absolute" },
                  { value: "relative", label: "relative to best" },
                ]}
                onChange={(value) => session.setHeat({ relative: value === "relative" })}
              />
            </>
          )}
          {!isTable && (
            <Choice
              label="by"
              value={by}
              options={[
                { value: "domain", label: "domain" },
                { value: "part", label: "part" },
              ]}
              onChange={(value) => session.setHeat({ by: value })}
            />
          )}
          <ExportButtons name="domains" figure csv={() => heatCsv(library, table, kind)} />
        </>
      }
    >
      <p className="quiet">{what} Click a name to select its prompts on the whole page.</p>
      {missing > 0 && (
        <p className="quiet">
          {withCommas(missing)} of {withCommas(prompts)} prompts are left out:{" "}
          {words.expert === "model" ? "a model" : "an expert"}'s {outcome === "accuracy" ? unit.outcome : outcome} is
          missing there, and the means of a row run over the same prompts for every {words.expert}.
        </p>
      )}
      <CalibratedNote />
      <HeatTable library={library} table={table} kind={kind} caption={what} />
      <ReliabilitySection library={library} />
    </Panel>
  );
}

function describe(show: HeatView["show"], relative: boolean, outcome: Outcome, unit: LossUnit, words: Words): string {
  const accuracy = `${unit.accuracy[0]!.toUpperCase()}${unit.accuracy.slice(1)}`;
  if (show === "share") return "Share of each domain's prompts that goes to each expert at the current λ.";
  if (relative) {
    return outcome === "loss"
      ? `Mean loss above that of each ${words.domain}'s best ${words.expert}, ${unit.long}; darker is better, the best is framed.`
      : `${accuracy} below that of each ${words.domain}'s best ${words.expert}, percentage points; darker is better, the best is framed.`;
  }
  return outcome === "loss"
    ? `Mean loss, ${unit.axis}; darker is better, the best of a row is framed.`
    : `${accuracy}; darker is better, the best of a row is framed.`;
}
