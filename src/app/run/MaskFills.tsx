import type { FilledMask } from "../../workers/inference/protocol.ts";
import { formatPercent } from "../ui/words/format.ts";

/** An expert's predictions for one mask: the most probable words, and the true word with its probability if known. */
export function MaskFills({ mask: { truth, predictions }, count }: { mask: FilledMask; count: number }) {
  const shown = predictions.slice(0, count);
  const found = shown.some(({ token }) => token === truth?.token);
  return (
    <ol className="fills" translate="no">
      {shown.map(({ token, text, probability }) => {
        const right = token === truth?.token;
        return (
          <li key={token} className={right ? "right" : undefined}>
            <code>{text}</code> <span className="quiet">{formatPercent(probability)}</span>
            {right && (
              <>
                <span aria-hidden="true"> ✓</span>
                <span className="visually-hidden"> the true word</span>
              </>
            )}
          </li>
        );
      })}
      {truth && !found && (
        <li className="truth">
          true: <code>{truth.text}</code> <span className="quiet">{formatPercent(truth.probability)}</span>
        </li>
      )}
    </ol>
  );
}
