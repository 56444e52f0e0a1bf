import { clustersOf } from "../../core/stats/clusters.ts";
import type { Resampling, ResamplingUnit } from "../../library/benchmark/resampling.ts";
import { withCommas } from "../ui/words/format.ts";

const UNITS: Record<ResamplingUnit, string> = { document: "documents", source: "sources", prompt: "prompts" };

/** What the intervals for some benchmark rows are based on, and how much data; or why there are none. */
export function intervalsNote({ unit, clusters }: Resampling, rows: ArrayLike<number>): string {
  const count = countOf(clusters, rows);
  if (count === 0) return "";
  if (count === 1) return `No intervals: all of these belong to one ${unit}.`;
  return `Intervals and band: 95%, from 1,000 paired bootstrap resamples, resampled by ${unit} (${withCommas(count)} ${UNITS[unit]}).`;
}

/** How many clusters the rows have. Kept, as this is asked for at every step of a slider. */
function countOf(clusters: Int32Array, rows: ArrayLike<number>): number {
  const known = counts.get(rows);
  if (known?.clusters === clusters) return known.count;
  const { count } = clustersOf(Int32Array.from(rows, (row) => clusters[row]!));
  counts.set(rows, { clusters, count });
  return count;
}

const counts = new WeakMap<ArrayLike<number>, { clusters: Int32Array; count: number }>();
