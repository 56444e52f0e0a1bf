import { lossUnit } from "../../analysis/lossUnit.ts";
import { fileSummary } from "../../analysis/routedFile.ts";
import { wordsOf } from "../../analysis/words.ts";
import { withCommas } from "../../core/withCommas.ts";
import { ExpertMark } from "../color/ExpertMark.tsx";
import { formatNats, formatPercent, formatRaw } from "../ui/words/format.ts";
import type { RoutedFileFacts } from "./routedFileOut.ts";

interface RoutedFileSummaryProps {
  name: string;
  milliseconds: number;
  facts: RoutedFileFacts;
}

/** How many prompts each expert gets, what loss is predicted, and what the chosen experts cost on average. */
export function RoutedFileSummary({ name, milliseconds, facts }: RoutedFileSummaryProps) {
  const { library, prompts, predicted, decisions } = facts;
  const { routed, shares, loss, single, means } = fileSummary(library, predicted, decisions);
  const unit = lossUnit(library.manifest);
  const { experts } = library.manifest;
  const each = milliseconds / Math.max(1, prompts.length);
  const gain = single.loss - loss;
  return (
    <div className="routed-summary" role="status" aria-label="Summary of the routed file">
      <p>
        <strong>{name}</strong>: {withCommas(routed)} {routed < prompts.length && `of ${withCommas(prompts.length)} `}
        prompts routed in {(milliseconds / 1000).toFixed(1)} s ({each.toFixed(2)} ms each).
        {routed > 0 && (
          <>
            {" "}
            Mean predicted loss <strong>{formatNats(loss)}</strong> {unit.long};{" "}
            <span translate="no">{experts[single.expert]!.label}</span> for all of them: {formatNats(single.loss)}, so
            routing {gain >= 0 ? "is predicted to gain" : "gives up"} {formatNats(Math.abs(gain))}.
          </>
        )}
      </p>
      {routed > 0 && (
        <>
          <p className="quiet">
            Mean of the chosen {wordsOf(library.manifest).experts}:{" "}
            {library.constraints
              .map(({ label, unit: of }, k) => `${label.toLowerCase()} ${formatRaw(means[k]!, of)}`)
              .join(", ")}
            . Predicted, not measured; move a λ to decide anew.
          </p>
          <ul className="shares" aria-label="Share of the prompts by expert" translate="no">
            {shares.map(({ expert, count }) => (
              <li key={library.expertIds[expert]}>
                <ExpertMark library={library} expert={expert} className="dot" /> {experts[expert]!.label}{" "}
                <span className="quiet">
                  {formatPercent(count / routed)} ({withCommas(count)})
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
