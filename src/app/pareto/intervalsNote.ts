import { remembered } from "../../analysis/analysis.ts";
import { contentKey } from "../../core/contentKey.ts";
import { clustersOf } from "../../core/stats/clusters.ts";
import { withCommas } from "../../core/withCommas.ts";
import { type Resampling, type ResamplingUnit, resamplingOf } from "../../library/benchmark/resampling.ts";

const UNITS: Record<ResamplingUnit, string> = { document: "documents", source: "sources", prompt: "prompts" };

/** What the intervals for some benchmark rows are based on, and how much data; or why there are none. */
export function intervalsNote({ unit, clusters }: Resampling, rows: ArrayLike<number>): string {
  const { count } = clustersOf(Int32Array.from(rows, (row) => clusters[row]!));
  if (count === 0) return "";
  if (count === 1) return `No intervals: all of these belong to one ${unit}.`;
  return `Intervals and band: 95%, from 1,000 paired bootstrap resamples, resampled by ${unit} (${withCommas(count)} ${UNITS[unit]}).`;
}

/** The same for a library's rows; kept, as it is asked for at every step of a slider. */
export const libraryIntervalsNote = remembered({
  keep: 4,
  key: (rows: Int32Array) => contentKey(rows),
  compute: ({ benchmark, manifest }, rows) =>
    intervalsNote(resamplingOf(benchmark, manifest.router !== undefined), rows),
});
