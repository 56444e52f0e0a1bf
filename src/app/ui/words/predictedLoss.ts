import { predictedRange } from "../../../analysis/trust.ts";
import type { Library } from "../../../library/load.ts";
import type { Prediction } from "../../../state/store.ts";
import { isAdded } from "../../color/palette.ts";
import { formatNats } from "./format.ts";

/** A predicted loss as it is shown. */
export interface PredictedLoss {
  /** "1.5–4.8", or "3.27" where the library does not tell how far off its router is. */
  text: string;
  /** The share of measured losses that lie in the range, 0 … 1; null without a range. */
  share: number | null;
}

/** Both ends with one decimal: more would claim what no prediction has. */
const formatRange = (low: number, high: number): string => `${low.toFixed(1)}–${high.toFixed(1)}`;

/**
 * What the router predicts for an expert on a prompt. The range was measured with the library's own experts, so an added one has
 * none.
 * @param loss nats per token
 */
export function predictedLoss(
  library: Library,
  { tokens }: Pick<Prediction, "tokens">,
  expert: number,
  loss: number,
): PredictedLoss {
  const { router } = library.manifest;
  const range = router && !isAdded(library, expert) ? predictedRange(router, tokens, loss) : null;
  return range
    ? { text: formatRange(range.low, range.high), share: range.share }
    : { text: formatNats(loss), share: null };
}
