import { DEFAULT_TOLERANCE } from "../../core/metrics/metrics.ts";
import type { Library } from "../../library/load.ts";
import { rememberedOnce } from "../analysis.ts";

/**
 * The expert with the lowest true loss for each benchmark prompt; of equals the one whose call is the cheapest, where the library knows what
 * calls cost, then the first; −1 where no loss is known.
 */
export const bestExperts = rememberedOnce((library): Int32Array => {
  const { losses } = library.benchmark;
  const costs = library.constraints.find(({ calls }) => calls)?.calls;
  const found = new Int32Array(losses.rows);
  for (let row = 0; row < losses.rows; row++) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    let cheapest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < losses.columns; i++) {
      const cell = row * losses.columns + i;
      const loss = losses.data[cell]!;
      if (!(loss <= least)) continue;
      // An unknown cost is never the cheaper one.
      const cost = costs && Number.isFinite(costs.data[cell]) ? costs.data[cell]! : Number.MAX_VALUE;
      if (loss === least && !(cost < cheapest)) continue;
      best = i;
      least = loss;
      cheapest = cost;
    }
    found[row] = best;
  }
  return found;
});

/**
 * Number of experts that are right on each benchmark prompt: within the tolerance, 0.05 nats per token, of the best. In a table of scores
 * none is right where the best score is 0.
 */
export const rightExperts = rememberedOnce((library): Int32Array => {
  const { losses } = library.benchmark;
  const best = bestExperts(library);
  return best.map((expert, row) => {
    if (expert < 0) return 0;
    const offset = row * losses.columns;
    if (!library.manifest.router && losses.data[offset + expert]! >= 1) return 0;
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
