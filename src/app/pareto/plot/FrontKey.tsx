import type { Words } from "../../../analysis/words.ts";
import { formatPercent } from "../../ui/words/format.ts";

interface FrontKeyProps {
  /** What the library's parts are called. */
  words: Words;
  missing: readonly string[];
  /** Share of prompts that the router sends to added experts; null if none has predictions. */
  predicted: { share: number } | null;
}

/** Explains the plot's marks that are not in any table, and lists what is missing from it because it is unknown. */
export function FrontKey({ words, missing, predicted }: FrontKeyProps) {
  return (
    <div className="front-key quiet">
      <p>
        <span className="key key-ring" aria-hidden="true" /> {words.expert} on the Pareto front: no other is both
        cheaper and better. <span className="key key-hull" aria-hidden="true" /> random router: the upper hull of the
        single {words.experts}, the best that choosing at random reaches at the same mean cost.
      </p>
      {predicted && (
        <p className="predicted-note">
          <span className="key key-curve-predicted" aria-hidden="true" /> predicted, not measured: the router with the
          experts that you added (hollow plus), by its predicted losses; compare it with the predicted curve without
          them. The router sends {formatPercent(predicted.share)} of the passages to added experts at the current λ.
          Their true loss is unknown, so all other curves and figures leave them out: there, the router chooses among
          the library's own experts.
        </p>
      )}
      {missing.length > 0 && <p className="missing">N/A: {missing.join("; ")}.</p>}
    </div>
  );
}
