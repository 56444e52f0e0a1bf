/** Trains routers on a table and judges them: the whole of what `npm run lab` and the page do. */
import type { Matrix } from "../../core/matrix.ts";
import type { Feature } from "../features/rows.ts";
import { type Folds, foldsOfTable } from "../fit/folds.ts";
import { LabError, type LabTable } from "../fit/labTable.ts";
import { datasetPlans, foldPlans, type Plan, partOf } from "../fit/plans.ts";
import { type MemberResult, meanOf, predictHeldOut, type Work } from "../fit/predictHeldOut.ts";
import { type References, referencesOf } from "../fit/references.ts";
import { type DatasetGain, datasetGains } from "../judge/byDataset.ts";
import { type Comparison, judge } from "../judge/judge.ts";
import { fnv1a } from "../text/promptKey.ts";
import { type Entry, enter } from "./contestants.ts";
import { partsOf, type Tell } from "./parts.ts";
import { type Flips, RobustnessCheck } from "./robustness.ts";

export interface LabOptions extends Work {
  /** Ids of heads; empty for the default. */
  heads?: readonly string[];
  /** Features whose ridge regression is a further member of the default mean. */
  inMean?: readonly string[];
  /** What else is measured, for the headline router unless it says otherwise. */
  learningCurve?: boolean;
  leaveOut?: boolean;
  predictCosts?: boolean;
}

export interface LabResult {
  folds: Folds;
  entry: Entry;
  /** Of each member, its predictions for prompts that it has not seen, and the setting chosen in each fold. */
  members: MemberResult[];
  comparison: Comparison;
  byDataset: DatasetGain[];
  robustness: Flips[];
  learningCurve: LearningPoint[];
  /** Every data set predicted by the others. */
  leftOut: { comparison: Comparison; byDataset: DatasetGain[] } | null;
  /** Prompts × models, NaN for models without costs. */
  predictedCosts: { costs: Matrix; error: number; errorOfMeans: number } | null;
}

export interface LearningPoint {
  /** Share of the prompts to learn from, and how many these are on average. */
  share: number;
  prompts: number;
  judged: Comparison["routers"][number];
}

const LEARNING_SHARES = [1 / 8, 1 / 4, 1 / 2];
/** A fit for each data set takes too long for more. */
export const MOST_LEFT_OUT = 20;

/** Throws a LabError when nothing can be judged. */
export async function runLab(
  table: LabTable,
  features: readonly Feature[],
  options: LabOptions = {},
): Promise<LabResult> {
  const pause = options.pause ?? (async () => {});
  const folds = foldsOfTable(table);
  const plans = foldPlans(folds);
  if (plans.length === 0) {
    throw new LabError("All prompts fall into one fold, so none is left to judge by. The table needs more prompts.");
  }
  const entry = enter(features, options.heads ?? [], options.inMean);
  const references = referencesOf(table, plans);
  const rows = heldRows(plans);
  const robustness = new RobustnessCheck(table, entry.members);
  const [main, ...curve] = partsOf(options.tell ?? (() => {}), [
    entry.members.length,
    ...(options.learningCurve ? LEARNING_SHARES : []).map((share) => share * headlineOf(entry).length),
    options.leaveOut ? (headlineOf(entry).length * new Set(table.datasets).size) / plans.length : 0,
    options.predictCosts ? headlineOf(entry).length : 0,
  ]) as [Tell, ...Tell[]];
  const [left, costing] = curve.splice(-2) as [Tell, Tell];
  const work: Work = { ...options, tell: main, fitted: robustness.fitted };
  const members = await predictHeldOut(entry.members, table.scores, plans, work);
  const contestants = entry.routers.map(({ id, members: places }) => ({
    id,
    predicted: meanOf(places.map((m) => members[m]!.predicted)),
  }));
  const comparison = await judge(table, contestants, references, rows, pause);
  const headline = comparison.routers.find(({ id }) => id === entry.headline)!;
  const choices = comparison.routers.slice(0, contestants.length).map((one) => one.choices);
  return {
    folds,
    entry,
    members,
    comparison,
    byDataset: datasetGains(table, headline.choices, references.best, rows),
    robustness: robustness.flips(entry.routers, choices, references.meanCosts),
    learningCurve: options.learningCurve
      ? [...(await learning(table, entry, plans, references, options, curve)), wholeTable(plans, headline)]
      : [],
    leftOut: options.leaveOut ? await leaveOut(table, entry, folds, { ...options, tell: left }) : null,
    predictedCosts: options.predictCosts
      ? await costsOf(table, entry, plans, references, { ...options, tell: costing })
      : null,
  };
}

const heldRows = (plans: readonly Plan[]): number[] =>
  plans.flatMap(({ held }) => Array.from(held)).sort((a, b) => a - b);

/** The headline router's members alone, and how they are averaged. */
function headlineOf({ members, routers, headline }: Entry) {
  const { members: places } = routers.find(({ id }) => id === headline)!;
  return places.map((m) => members[m]!);
}

async function predicted(table: LabTable, entry: Entry, plans: readonly Plan[], options: LabOptions): Promise<Matrix> {
  const results = await predictHeldOut(headlineOf(entry), table.scores, plans, options);
  return meanOf(results.map((one) => one.predicted));
}

async function learning(
  table: LabTable,
  entry: Entry,
  plans: readonly Plan[],
  references: References,
  options: LabOptions,
  tell: readonly Tell[],
): Promise<LearningPoint[]> {
  const order = table.keys.map((key) => fnv1a(`${key} order`));
  const parts = LEARNING_SHARES.map((share) => plans.map((plan) => partOf(plan, share, order)));
  const contestants = [];
  for (const [i, part] of parts.entries()) {
    contestants.push({
      id: `${LEARNING_SHARES[i]}`,
      predicted: await predicted(table, entry, part, { ...options, tell: tell[i]! }),
    });
  }
  const { routers } = await judge(table, contestants, references, heldRows(plans), options.pause);
  return LEARNING_SHARES.map((share, i) => ({
    share,
    prompts: meanTrain(parts[i]!),
    judged: routers[i]!,
  }));
}

/** The end of the learning curve: all prompts outside the fold. */
const wholeTable = (plans: readonly Plan[], judged: LearningPoint["judged"]): LearningPoint => ({
  share: 1,
  prompts: meanTrain(plans),
  judged,
});

const meanTrain = (plans: readonly Plan[]): number =>
  Math.round(plans.reduce((sum, { train }) => sum + train.length, 0) / plans.length);

async function leaveOut(table: LabTable, entry: Entry, folds: Folds, options: LabOptions) {
  const plans = datasetPlans(folds, table.datasets);
  if (plans.length < 2 || plans.length > MOST_LEFT_OUT) return null;
  const references = referencesOf(table, plans);
  const contestant = { id: entry.headline, predicted: await predicted(table, entry, plans, options) };
  const rows = heldRows(plans);
  const comparison = await judge(table, [contestant], references, rows, options.pause);
  return {
    comparison: { ...comparison, routers: comparison.routers.slice(0, 1) },
    byDataset: datasetGains(table, comparison.routers[0]!.choices, references.best, rows),
  };
}

/** Costs of every call as the headline router's heads predict them, and how far off they are, beside the models' mean costs. */
async function costsOf(
  { costs, costed, scores }: LabTable,
  entry: Entry,
  plans: readonly Plan[],
  { meanCosts }: References,
  options: LabOptions,
) {
  if (!costs || !meanCosts) return null;
  const picked: Matrix = {
    rows: scores.rows,
    columns: costed.length,
    data: Float64Array.from({ length: scores.rows * costed.length }, (_, at) => {
      return costs.data[Math.floor(at / costed.length) * costs.columns + costed[at % costed.length]!]!;
    }),
  };
  const results = await predictHeldOut(headlineOf(entry), picked, plans, options);
  const mean = meanOf(results.map((one) => one.predicted));
  const whole: Matrix = { ...costs, data: new Float64Array(costs.data.length).fill(Number.NaN) };
  mean.data.forEach((value, at) => {
    whole.data[Math.floor(at / costed.length) * costs.columns + costed[at % costed.length]!] = Math.max(0, value);
  });
  return { costs: whole, error: meanError(whole, costs), errorOfMeans: meanError(meanCosts, costs) };
}

function meanError(guess: Matrix, truth: Matrix): number {
  const errors = Array.from(truth.data, (value, at) => Math.abs(guess.data[at]! - value)).filter(Number.isFinite);
  return errors.reduce((sum, value) => sum + value, 0) / errors.length;
}
