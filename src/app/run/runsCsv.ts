import type { RunRow } from "../../analysis/runTable.ts";
import { toCsv } from "../export/csv.ts";

/**
 * One line per expert and mask (one per expert without masks): losses in nats per token, then the predictions with their
 * probabilities.
 */
export function runsCsv(rows: readonly RunRow[]): string {
  const head = ["expert", "predicted loss", "true loss", "latency (ms)", "mask", "true token", "p(true token)"];
  const most = Math.max(0, ...rows.flatMap(({ run }) => run.result?.masks.map((one) => one.predictions.length) ?? []));
  const ranks = Array.from({ length: most }, (_, k) => [`guess ${k + 1}`, `p(guess ${k + 1})`]).flat();
  return toCsv(
    [...head, ...ranks],
    rows.flatMap(({ run, predicted, loss, latency }) => {
      const figures = [run.expertId, predicted, loss, latency];
      const masks = run.result?.masks ?? [];
      if (masks.length === 0)
        return [[...figures, ...new Array<string>(head.length - figures.length + ranks.length).fill("")]];
      return masks.map(({ truth, predictions }, k) => [
        ...figures,
        k + 1,
        truth?.text ?? "",
        truth?.probability ?? Number.NaN,
        ...predictions.flatMap(({ text, probability }) => [text, probability]),
      ]);
    }),
  );
}
