import { max } from "d3-array";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { promptFacts } from "../../analysis/rows/promptRows.ts";
import { row as rowView } from "../../core/matrix.ts";
import type { Library } from "../../library/load.ts";
import { expertPaints } from "../color/palette.ts";
import { useSession } from "../context.ts";
import { tipStop } from "../tips/tip.ts";
import { formatNats } from "../ui/words/format.ts";
import { PromptNeighbors } from "./PromptNeighbors.tsx";

interface PromptDetailProps {
  library: Library;
  row: number;
  choices: Int32Array;
  regretByRow: Float32Array;
}

/** One benchmark prompt: every expert's loss, best first, and the router's prediction. */
export function PromptDetail({ library, row, choices, regretByRow }: PromptDetailProps) {
  const session = useSession();
  const { losses, predicted } = library.benchmark;
  const { id, part, keywords, source, tokens, expert: chosen } = promptFacts(library, choices, regretByRow, row);
  const measured = rowView(losses, row);
  const expected = rowView(predicted, row);
  const order = library.expertIds.map((_, i) => i).filter((i) => !Number.isNaN(measured[i]!));
  order.sort((a, b) => measured[a]! - measured[b]!);
  // Followed by those with a prediction but no measurement, such as added experts.
  expected.forEach((loss, i) => {
    if (Number.isNaN(measured[i]!) && !Number.isNaN(loss)) order.push(i);
  });
  const end = max([...measured, ...expected], (loss) => (Number.isNaN(loss) ? 0 : loss)) || 1;
  const share = (loss: number) => `${(100 * loss) / end}%`;
  const { long } = lossUnit(library.manifest);
  const colors = expertPaints(library);
  return (
    <section className="prompt-detail" aria-label={`Prompt ${id}`}>
      <header>
        <h3 translate="no">{part}</h3>
        <button type="button" className="small" onClick={() => session.inspect(null)}>
          Close
        </button>
      </header>
      <p translate="no">{keywords}</p>
      <p className="quiet" translate="no">
        {source}; {tokens} tokens
      </p>
      <ol aria-label="Experts by measured loss" translate="no">
        {order.map((i) => {
          const known = !Number.isNaN(expected[i]!);
          return (
            <li key={library.expertIds[i]} className={i === chosen ? "chosen-expert" : undefined}>
              <span className="detail-name" {...tipStop(library.expertIds[i]!)}>
                {library.manifest.experts[i]!.label}
                {i === chosen && <span className="visually-hidden">, chosen by the router</span>}
              </span>
              <span className="loss-bar" aria-hidden="true">
                {!Number.isNaN(measured[i]!) && <span style={{ width: share(measured[i]!), background: colors[i] }} />}
                {known && <span className="predicted-mark" style={{ left: share(expected[i]!) }} />}
              </span>
              <span className="number">{Number.isNaN(measured[i]!) ? "N/A" : formatNats(measured[i]!)}</span>
              <span className="visually-hidden">
                {Number.isNaN(measured[i]!) ? "not measured" : long}
                {known && `, predicted ${formatNats(expected[i]!)}`}
              </span>
            </li>
          );
        })}
      </ol>
      <PromptNeighbors key={row} library={library} row={row} />
      <p className="quiet">Bar: measured loss, {long}. Mark: predicted loss. Bold: the router's choice.</p>
    </section>
  );
}
