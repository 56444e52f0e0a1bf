import { regrets } from "../../analysis/choices/choices.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { HEADLINE_KIND } from "../../analysis/rows/benchmarkRows.ts";
import { promptFacts } from "../../analysis/rows/promptRows.ts";
import type { Library } from "../../library/load.ts";
import { domainPaints } from "../color/palette.ts";
import { formatNats } from "../ui/words/format.ts";

interface MapCardProps {
  library: Library;
  row: number;
  choices: Int32Array;
  /** The point's pixel, and the size of the map that must contain the card. */
  left: number;
  top: number;
  width: number;
  height: number;
}

const WIDTH = 250;

/** Facts about the prompt under the pointer. Screen readers find the same in the table of prompts. */
export function MapCard({ library, row, choices, left, top, width, height }: MapCardProps) {
  const { kind, predicted } = library.benchmark;
  const facts = promptFacts(library, choices, regrets(library, choices), row);
  const domain = library.manifest.domains.find(({ id }) => id === facts.domain);
  const part = domain?.parts.find(({ id }) => id === facts.part);
  const losses: [string, number, number][] = [
    ["chosen", facts.expert, facts.loss],
    ["best", facts.bestExpert, facts.bestLoss],
  ];
  const shown = facts.expert === facts.bestExpert ? [["chosen, best", facts.expert, facts.loss] as const] : losses;
  const below = top < height / 2;
  return (
    <div
      className="map-card"
      aria-hidden="true"
      style={{
        width: Math.min(WIDTH, width - 8),
        left: Math.max(4, Math.min(left + 12, width - WIDTH - 4)),
        ...(below ? { top: top + 12 } : { bottom: height - top + 12 }),
      }}
    >
      <p>
        <span className="dot" style={{ background: domainPaints(library.manifest).get(facts.domain) }} />{" "}
        <strong>{domain?.label ?? facts.domain}</strong>
        {part && domain!.parts.length > 1 && `: ${part.label}`}
        {kind[row] !== HEADLINE_KIND && <span className="quiet"> ({kind[row]})</span>}
      </p>
      <p>{facts.keywords || "no keywords"}</p>
      <p className="quiet">
        {facts.source}; {facts.tokens} tokens
      </p>
      <table>
        <thead>
          <tr className="map-card-head">
            <td />
            <td>expert</td>
            <td>predicted</td>
            <td>loss</td>
          </tr>
        </thead>
        <tbody>
          {shown.map(([role, expert, loss]) => (
            <tr key={role}>
              <td>{role}</td>
              <td>{library.manifest.experts[expert]?.label ?? "none"}</td>
              <td>{known(predicted.data[row * predicted.columns + expert] ?? Number.NaN)}</td>
              <td>{known(loss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        regret {known(facts.regret)} {lossUnit(library.manifest).long}; click to open
      </p>
    </div>
  );
}

const known = (loss: number): string => (Number.isFinite(loss) ? formatNats(loss) : "N/A");
