import { memo } from "react";
import { routerChoices } from "../../../analysis/choices/choices.ts";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import type { Library } from "../../../library/load.ts";
import type { MapView } from "../../../state/view/mapView.ts";
import { ExpertMark } from "../../color/ExpertMark.tsx";
import { domainPaints } from "../../color/palette.ts";
import { useDeferredPolicy, useExplorer, useSession } from "../../context.ts";
import { tip } from "../../tips/tip.ts";
import { LossLegend } from "./LossLegend.tsx";
import { coloringOf, expertOfColor, REGRET_COLORS, REGRET_STEPS } from "./mapColors.ts";

interface MapLegendProps {
  library: Library;
  view: MapView;
  /** Benchmark rows that are selected. */
  rows: Int32Array;
}

/** What the colours mean. Domains can be switched off; experts show how many prompts they get at the current λ. */
export const MapLegend = memo(function MapLegend({ library, view, rows }: MapLegendProps) {
  const color = coloringOf(library, view.color);
  if (color === "domain") return <DomainLegend library={library} hidden={view.hidden} />;
  return (
    <>
      {color === "expert" && <ExpertLegend library={library} rows={rows} />}
      {color === "regret" && <RegretLegend unit={lossUnit(library.manifest).short} />}
      {color === "loss" && <LossLegend library={library} expert={expertOfColor(library, view.lossOf)} />}
      <HiddenDomains hidden={view.hidden} />
    </>
  );
});

function DomainLegend({ library, hidden }: { library: Library; hidden: readonly string[] }) {
  const session = useSession();
  const colors = domainPaints(library.manifest);
  return (
    <ul className="legend" translate="no" aria-label="Domains on the map">
      {library.manifest.domains.map((domain) => {
        const shown = !hidden.includes(domain.id);
        return (
          <li key={domain.id}>
            <button
              type="button"
              aria-pressed={shown}
              {...tip(shown ? `Hide ${domain.label}` : `Show ${domain.label}`)}
              onClick={() =>
                session.setMap({
                  hidden: shown ? [...hidden, domain.id] : hidden.filter((id) => id !== domain.id),
                })
              }
            >
              <span className="dot" style={{ background: colors.get(domain.id) }} /> {domain.label}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Other colourings have no entry for domains, so hidden domains are listed in words. */
function HiddenDomains({ hidden }: { hidden: readonly string[] }) {
  const session = useSession();
  if (hidden.length === 0) return null;
  return (
    <p className="quiet">
      {hidden.length === 1 ? "1 domain is" : `${hidden.length} domains are`} switched off.{" "}
      <button type="button" className="link" onClick={() => session.setMap({ hidden: [] })}>
        Show all
      </button>
    </p>
  );
}

/** Clicking an expert selects the prompts routed to it at the current λ. */
function ExpertLegend({ library, rows }: { library: Library; rows: Int32Array }) {
  const session = useSession();
  const policy = useDeferredPolicy();
  const choices = routerChoices(library, policy);
  const selected = useExplorer(({ selection }) => selection.expert);
  const counts = new Array<number>(library.expertIds.length).fill(0);
  for (const row of rows) if (choices[row]! >= 0) counts[choices[row]!]!++;
  return (
    <ul className="legend" translate="no" aria-label="Experts on the map">
      {library.manifest.experts.map((expert, i) =>
        counts[i] === 0 && expert.id !== selected ? null : (
          <li key={expert.id}>
            <button
              type="button"
              className="select"
              aria-pressed={expert.id === selected}
              {...tip(`Select the prompts sent to ${expert.label}`)}
              onClick={() => session.select({ expert: expert.id === selected ? null : expert.id })}
            >
              <ExpertMark library={library} expert={i} className="dot" /> {expert.label}{" "}
              <span className="share">{Math.round((100 * counts[i]!) / Math.max(1, rows.length))}%</span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function RegretLegend({ unit }: { unit: string }) {
  const labels = [`under ${REGRET_STEPS[0]}`, ...REGRET_STEPS.map((step) => `${step} ${unit} and more`)];
  return (
    <ul className="legend" translate="no" aria-label="Regret on the map">
      {labels.map((label, i) => (
        <li key={label}>
          <span className="dot" style={{ background: REGRET_COLORS[i] }} /> {label}
        </li>
      ))}
    </ul>
  );
}
