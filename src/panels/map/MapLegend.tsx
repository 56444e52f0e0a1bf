import type { Library } from "../../library/load.ts";
import type { MapColor } from "../../state/store.ts";
import { useExplorer, useSession } from "../context.ts";
import { domainColors, expertColors } from "../shared/palette.ts";
import { REGRET_COLORS, REGRET_STEPS } from "./mapColors.ts";

interface MapLegendProps {
  library: Library;
  coloring: MapColor;
  choices: Int32Array;
  hiddenDomains: readonly string[];
}

/** What the colours mean. Domains can be switched off; experts show how many prompts they receive at the current λ. */
export function MapLegend({ library, coloring, choices, hiddenDomains }: MapLegendProps) {
  if (coloring === "regret") return <RegretLegend />;
  if (coloring === "expert") return <ExpertLegend library={library} choices={choices} />;
  return <DomainLegend library={library} hiddenDomains={hiddenDomains} />;
}

function DomainLegend({ library, hiddenDomains }: { library: Library; hiddenDomains: readonly string[] }) {
  const session = useSession();
  const colors = domainColors(library.manifest);
  return (
    <ul className="legend" aria-label="Domains on the map">
      {library.manifest.domains.map((domain) => {
        const shown = !hiddenDomains.includes(domain.id);
        return (
          <li key={domain.id}>
            <button
              type="button"
              aria-pressed={shown}
              title={shown ? `Hide ${domain.label}` : `Show ${domain.label}`}
              onClick={() =>
                session.setView({
                  hiddenDomains: shown ? [...hiddenDomains, domain.id] : hiddenDomains.filter((id) => id !== domain.id),
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

/** A click on an expert selects the prompts that it receives at the current λ. */
function ExpertLegend({ library, choices }: { library: Library; choices: Int32Array }) {
  const session = useSession();
  const selected = useExplorer(({ selection }) => selection.expert);
  const colors = expertColors(library.manifest);
  const counts = new Array<number>(library.expertIds.length).fill(0);
  for (const choice of choices) if (choice >= 0) counts[choice]!++;
  return (
    <ul className="legend" aria-label="Experts on the map">
      {library.manifest.experts.map((expert, i) =>
        counts[i] === 0 && expert.id !== selected ? null : (
          <li key={expert.id}>
            <button
              type="button"
              className="select"
              aria-pressed={expert.id === selected}
              title={`Select the prompts sent to ${expert.label}`}
              onClick={() => session.select({ expert: expert.id === selected ? null : expert.id })}
            >
              <span className="dot" style={{ background: colors[i] }} /> {expert.label}{" "}
              <span className="share">{Math.round((100 * counts[i]!) / choices.length)}%</span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function RegretLegend() {
  const labels = [`under ${REGRET_STEPS[0]}`, ...REGRET_STEPS.map((step) => `${step} nats and more`)];
  return (
    <ul className="legend" aria-label="Regret on the map">
      {labels.map((label, i) => (
        <li key={label}>
          <span className="dot" style={{ background: REGRET_COLORS[i] }} /> {label}
        </li>
      ))}
    </ul>
  );
}
