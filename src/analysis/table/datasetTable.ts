import type { DatasetReport } from "../../core/evaluation/datasetReport.ts";
import { estimated, score4 } from "./figureFormats.ts";
import type { TextTable } from "./textTable.ts";

/**
 * By data set: prompts, best model with its score, random model and oracle; then their macro average, which weights data sets alike,
 * and their micro average, which weights prompts alike. Null with one data set.
 * @param names of the models by column, @param sets names of the data sets by number
 */
export function datasetTable(
  report: DatasetReport | null,
  names: readonly string[],
  sets: readonly string[],
): TextTable | null {
  if (!report) return null;
  const { macro, micro } = report;
  const averaged = (label: string, { score, random, oracle }: Record<"score" | "random" | "oracle", number>) => {
    return [label, String(micro.prompts), names[micro.best]!, score4(score), score4(random), score4(oracle)];
  };
  return {
    title: "By data set",
    head: ["Data set", "Prompts", "Best model", "Its score [95%]", "Random", "Oracle"],
    rows: [
      ...report.sets.map(({ group, prompts, best, score, random, oracle }) => [
        sets[group]!,
        String(prompts),
        names[best]!,
        estimated(score, score4),
        score4(random),
        score4(oracle),
      ]),
      averaged("Macro average", macro),
      averaged("Micro average", { ...micro, score: micro.score.value }),
    ],
  };
}
