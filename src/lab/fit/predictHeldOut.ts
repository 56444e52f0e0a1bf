/** Predictions for every prompt by heads that have not seen it. */
import type { Matrix } from "../../core/matrix.ts";
import type { Feature, Preparation } from "../features/rows.ts";
import { differencesError } from "../heads/differences.ts";
import type { Head, Predict, Training } from "../heads/head.ts";
import type { Plan } from "./plans.ts";

/** A feature with a head on it. */
export interface Member {
  id: string;
  feature: Feature;
  head: Head;
}

export interface MemberResult {
  id: string;
  /** Prompts × outputs; NaN where no plan holds the prompt out. */
  predicted: Matrix;
  /** The hyper-parameter chosen in each plan. */
  settings: number[];
}

/** The setting for a fit on all prompts: the middle one of those chosen in the plans, of two the smaller. */
export function medianSetting(settings: readonly number[]): number {
  const sorted = [...settings].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

/** Called with each fitted head, for what needs more than its predictions. */
export type Fitted = (member: number, plan: Plan, prepare: Preparation, predict: Predict) => void;

export interface Work {
  seed?: number;
  /** Share of the work that is done. */
  tell?: (share: number) => void;
  /** Awaited between steps; rejects to end the work. */
  pause?: () => Promise<void>;
  fitted?: Fitted;
}

export const SEED = 7;

/** Chooses hyper-parameters and fits every member in every plan. Deterministic. @param targets all prompts × outputs, all known */
export async function predictHeldOut(
  members: readonly Member[],
  targets: Matrix,
  plans: readonly Plan[],
  { seed = SEED, tell = () => {}, pause = async () => {}, fitted = () => {} }: Work = {},
): Promise<MemberResult[]> {
  const results = members.map(({ id }): MemberResult => ({ id, predicted: unknownLike(targets), settings: [] }));
  const features = [...new Set(members.map(({ feature }) => feature))];
  let done = 0;
  const step = async () => {
    tell(++done / (2 * members.length * plans.length));
    await pause();
  };
  for (const plan of plans) {
    for (const feature of features) {
      const own = members.map((member, m) => ({ ...member, m })).filter((member) => member.feature === feature);
      const settings: number[] = [];
      const inner = trainingOn(feature, plan.fit, targets, seed);
      for (const { head } of own) {
        settings.push(chooseSetting(head, inner?.training ?? null, targets, plan.valid));
        await step();
      }
      const outer = trainingOn(feature, plan.train, targets, seed);
      for (const [k, { head, m }] of own.entries()) {
        const result = results[m]!;
        result.settings.push(settings[k]!);
        if (outer) {
          const predict = head.fit(outer.training, settings[k]!);
          fill(result.predicted, plan.held, predict(outer.training.rows, plan.held));
          fitted(m, plan, outer.prepare, predict);
        } else fill(result.predicted, plan.held, new Float64Array(plan.held.length * targets.columns));
        await step();
      }
    }
  }
  return results;
}

function trainingOn(feature: Feature, train: Int32Array, targets: Matrix, seed: number) {
  if (train.length === 0) return null;
  const prepare = feature.prepare(train);
  const training: Training = { rows: prepare(feature.raw), train, targets, seed };
  return { prepare, training };
}

/** The setting with the least error of differences; of equals the first. */
function chooseSetting(head: Head, training: Training | null, targets: Matrix, valid: Int32Array): number {
  if (!training || valid.length === 0) return head.usual;
  let best = head.usual;
  let least = Number.POSITIVE_INFINITY;
  const patience =
    training.rows.kind === "sparse" ? (head.sparsePatience ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  let last = Number.POSITIVE_INFINITY;
  let risen = 0;
  for (const { setting, predicted } of head.candidates(training, valid)) {
    const error = differencesError(predicted, targets, valid);
    if (error < least) [best, least] = [setting, error];
    risen = error > last ? risen + 1 : 0;
    last = error;
    if (risen >= patience) break;
  }
  return best;
}

export const unknownLike = ({ rows, columns }: Matrix): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns).fill(Number.NaN),
});

function fill({ data, columns }: Matrix, which: Int32Array, values: Float64Array): void {
  which.forEach((row, i) => {
    data.set(values.subarray(i * columns, (i + 1) * columns), row * columns);
  });
}

/** The plain mean of several predictions. */
export function meanOf(predictions: readonly Matrix[]): Matrix {
  const mean = { ...predictions[0]!, data: new Float64Array(predictions[0]!.data.length) };
  for (const { data } of predictions) {
    for (let at = 0; at < data.length; at++) mean.data[at]! += data[at]! / predictions.length;
  }
  return mean;
}
