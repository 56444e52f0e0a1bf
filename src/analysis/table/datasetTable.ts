import { bestModel, meanOver, measuredCalls, modelMean, oracleChoices } from "../../core/evaluation/measuredCalls.ts";
import { memoLru } from "../../core/memoLru.ts";
import type { Library } from "../../library/load.ts";
import { callCosts, datasetNumbers } from "./reportQuestion.ts";
import { score4 } from "./reportTables.ts";
import type { TextTable } from "./textTable.ts";

/** 97.5% quantile of the normal distribution. */
const Z = 1.959964;

/**
 * By data set: prompts, best model with the 95% interval of its mean (normal approximation), random model and oracle; then their
 * macro average, which weights data sets equally, and their micro average, which weights prompts equally. Null with one data set.
 */
export const datasetTable = memoLru((library: Library, rows: Int32Array): TextTable | null => {
  const calls = measuredCalls(library.benchmark.accuracies, callCosts(library), rows);
  const { scores, models } = calls;
  const groups = datasetNumbers(library);
  const labels = library.manifest.experts.map(({ label }) => label);
  const at = (row: number, model: number) => scores.data[row * scores.columns + model]!;
  const members: number[][] = library.manifest.domains.map(() => []);
  for (const row of calls.rows) members[groups[row]!]!.push(row);
  const sets = library.manifest.domains
    .map(({ label }, number) => ({ label, members: members[number]! }))
    .filter((set) => set.members.length > 0);
  if (sets.length < 2) return null;
  const oracle = oracleChoices(calls);
  const figures = (members: readonly number[]) => {
    const best = bestModel(calls, members);
    const mean = modelMean(scores, members, best);
    const variance = meanOver(members, (row) => (at(row, best) - mean) ** 2);
    return {
      best,
      mean,
      margin: Z * Math.sqrt(variance / Math.max(1, members.length - 1)),
      random: meanOver(members, (row) => models.reduce((sum, model) => sum + at(row, model), 0) / models.length),
      oracle: meanOver(members, (row) => at(row, oracle[row]!)),
    };
  };
  const found = sets.map(({ label, members }) => ({ label, count: members.length, ...figures(members) }));
  const whole = figures(calls.rows);
  const macro = (value: (of: { members: readonly number[] }) => number) =>
    meanOver([...sets.keys()], (i) => value(sets[i]!));
  return {
    title: "By data set",
    head: ["Data set", "Prompts", "Best model", "Its score [95%]", "Random", "Oracle"],
    rows: [
      ...found.map((one) => [
        one.label,
        String(one.count),
        labels[one.best]!,
        `${score4(one.mean)} [${score4(one.mean - one.margin)}, ${score4(one.mean + one.margin)}]`,
        score4(one.random),
        score4(one.oracle),
      ]),
      [
        "Macro average",
        String(calls.rows.length),
        labels[whole.best]!,
        score4(macro(({ members }) => modelMean(scores, members, whole.best))),
        score4(meanOver([...found.keys()], (i) => found[i]!.random)),
        score4(meanOver([...found.keys()], (i) => found[i]!.oracle)),
      ],
      [
        "Micro average",
        String(calls.rows.length),
        labels[whole.best]!,
        score4(whole.mean),
        score4(whole.random),
        score4(whole.oracle),
      ],
    ],
  };
});

/** Scores of two models on the prompts that all models have, and how often the first wins, ties and loses. */
export const pairedModels = memoLru((library: Library, rows: Int32Array, first: number, second: number) => {
  const calls = measuredCalls(library.benchmark.accuracies, callCosts(library), rows);
  const of = (model: number) =>
    Float64Array.from(calls.rows, (row) => calls.scores.data[row * calls.scores.columns + model]!);
  const [a, b] = [of(first), of(second)];
  const count = (test: (difference: number) => boolean) => a.filter((value, i) => test(value - b[i]!)).length;
  return { a, b, wins: count((d) => d > 0), ties: count((d) => d === 0), losses: count((d) => d < 0) };
});
