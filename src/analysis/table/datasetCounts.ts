import { rememberedOnce } from "../analysis.ts";

/** Prompts of each data set, by its id. */
export const datasetCounts = rememberedOnce(({ benchmark }): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const id of benchmark.domain) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
});
