import { DEFAULT_TOLERANCE } from "../../core/metrics/metrics.ts";
import type { Library } from "../../library/load.ts";
import { rememberedOnce } from "../analysis.ts";

/** The expert with the lowest true loss for each benchmark prompt, ties to the first; −1 where no loss is known. */
export const bestExperts = rememberedOnce((library): Int32Array => {
  const { losses } = library.benchmark;
  return Int32Array.from({ length: losses.rows }, (_, row) => {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < losses.columns; i++) {
      const loss = losses.data[row * losses.columns + i]!;
      if (loss < least) [best, least] = [i, loss];
    }
    return best;
  });
});

/** Number of experts that are right on each benchmark prompt: within the tolerance, 0.05 nats per token, of the best. */
export const rightExperts = rememberedOnce((library): Int32Array => {
  const { losses } = library.benchmark;
  const best = bestExperts(library);
  return best.map((expert, row) => {
    if (expert < 0) return 0;
    const offset = row * losses.columns;
    const limit = losses.data[offset + expert]! + DEFAULT_TOLERANCE;
    let right = 0;
    for (let i = 0; i < losses.columns; i++) if (losses.data[offset + i]! <= limit) right++;
    return right;
  });
});

const places = rememberedOnce((library) => new Map(library.benchmark.ids.map((id, row) => [id, row])));

/** Benchmark row of a prompt's id; null when the library has no such prompt. */
export function rowOfPrompt(library: Library, id: string | null): number | null {
  return id === null ? null : (places(library).get(id) ?? null);
}
