import { useState } from "react";
import { routerChoices } from "../../state/derive.ts";
import { type DomainTable, outcomeByPart, shareByPart } from "../../state/domainTable.ts";
import { useDeferredPolicy, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { CalibratedNote } from "../shared/CalibratedNote.tsx";
import { Choice } from "../shared/Choice.tsx";
import { Panel } from "../shared/Panel.tsx";
import { heat } from "./heat.ts";

const ALL_DOMAINS = { domains: [] };

type Shown = "outcome" | "share";

/** Experts × domains: who is good where, and who receives what at the current λ. */
export function DomainsPanel() {
  const library = useExplorer((state) => state.library);
  const { lambdas, bounds } = useDeferredPolicy();
  const outcome = useExplorer((state) => state.outcome);
  // All domains stay in the table, so that the next one can be clicked.
  const rows = useSelectedRows(ALL_DOMAINS);
  const [shown, setShown] = useState<Shown>("outcome");
  if (!library || !rows) return null;
  const share = shown === "share";
  const table = share
    ? shareByPart(library, routerChoices(library, lambdas, bounds), rows)
    : outcomeByPart(library, outcome, rows);
  const experts = library.manifest.experts;
  const what = share
    ? "Share of each domain's prompts that each expert receives at the current λ"
    : outcome === "loss"
      ? "Mean loss, nats a token; darker is better, the best of a row is framed"
      : "Masked-token accuracy; darker is better, the best of a row is framed";
  return (
    <Panel
      title="Domains"
      className="domains"
      tools={
        <Choice
          label="show"
          value={shown}
          options={[
            { value: "outcome", label: outcome === "loss" ? "loss of every expert" : "accuracy of every expert" },
            { value: "share", label: "who receives what" },
          ]}
          onChange={setShown}
        />
      }
    >
      <p className="quiet">{what}. A click on a name selects its prompts on the whole page.</p>
      <CalibratedNote />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className="heat-scroll" aria-label="Experts by domain" tabIndex={0}>
        <table className="heat">
          <caption className="visually-hidden">{what}</caption>
          <thead>
            <tr>
              <th scope="col">Domain</th>
              {experts.map((expert) => (
                <th key={expert.id} scope="col" title={expert.id}>
                  <span>{expert.label}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, at) => (
              <HeatRow
                key={row.id}
                id={row.id}
                label={row.label}
                values={rowValues(table, at, experts.length)}
                kind={share ? "share" : outcome}
              />
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function rowValues(table: DomainTable, at: number, columns: number): number[] {
  return Array.from(table.values.subarray(at * columns, (at + 1) * columns));
}

interface HeatRowProps {
  id: string;
  label: string;
  values: number[];
  kind: "loss" | "accuracy" | "share";
}

function HeatRow({ id, label, values, kind }: HeatRowProps) {
  const session = useSession();
  const selected = useExplorer(({ selection }) => selection.domains);
  const pressed = selected.includes(id);
  const known = values.filter((value) => !Number.isNaN(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const strength = (value: number) =>
    kind === "share" ? value : high === low ? 1 : (kind === "loss" ? high - value : value - low) / (high - low);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          aria-pressed={pressed}
          title={pressed ? `Leave ${label} out of the selection` : `Select the prompts of ${label}`}
          onClick={() =>
            session.select({ domains: pressed ? selected.filter((one) => one !== id) : [...selected, id] })
          }
        >
          {label}
        </button>
      </th>
      {values.map((value, i) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: columns are the experts, in the manifest's fixed order
        if (Number.isNaN(value)) return <td key={i}>N/A</td>;
        const best = kind !== "share" && strength(value) === 1;
        const text = kind === "loss" ? value.toFixed(2) : value < 0.005 ? "" : `${(100 * value).toFixed(0)}%`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns are the experts, in the manifest's fixed order
          <td key={i} className={best ? "best" : undefined} style={heat(strength(value))}>
            {text}
          </td>
        );
      })}
    </tr>
  );
}
