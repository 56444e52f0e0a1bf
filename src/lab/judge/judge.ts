/** Routers compared on prompts that they were not trained on, with intervals by resampling these prompts. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import { Means } from "../../core/evaluation/means.ts";
import { oracleChoices } from "../../core/evaluation/measuredCalls.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { LabTable } from "../fit/labTable.ts";
import type { References } from "../fit/references.ts";
import { choicesAt, choicesOf, costCurve } from "./choose.ts";
import { curveAiq, mixedAt, type Points, saving } from "./figures.ts";
import { draw } from "./resampling.ts";
import { sampledLambdas } from "./sampledLambdas.ts";
import { type TwoModelFigures, twoModelFigures } from "./twoModels.ts";

export interface Judged {
  id: string;
  /** At λ = 0. Cost is null without costs. */
  score: Estimate;
  cost: Estimate | null;
  /** Score minus that of the best single model, of random mixing at the same cost, and of the data-set label. Null if there is none. */
  gain: Estimate;
  overMix: Estimate | null;
  overLabel: Estimate | null;
  gapClosed: Estimate;
  /** The model that gets most prompts, and their share. */
  commonest: { model: string; share: Estimate };
  /** Null without costs of two models. */
  curve: CurveFigures | null;
  /** Null unless there are exactly two models. */
  two: TwoModelFigures | null;
  choices: Int32Array;
}

export interface CurveFigures {
  lambda: Float64Array;
  cost: Float64Array;
  score: Float64Array;
  aiq: Estimate;
  /** AIQ minus that of the hull of single models, and of the data-set label's curve. */
  overHull: Estimate;
  overLabel: Estimate | null;
  saving99: Estimate;
  saving95: Estimate;
}

export interface Comparison {
  routers: Judged[];
  /** Models that were best on four folds, by how often; usually one. */
  best: { model: string; score: Estimate; cost: Estimate | null };
  oracle: Estimate;
  random: Estimate;
  /** Null without costs. */
  hullAiq: Estimate | null;
  rows: number;
}

export const LABEL = "data-set label";

export interface Contestant {
  id: string;
  /** Prompts × models, by heads that have not seen the prompt. */
  predicted: Matrix;
}

/**
 * @param rows prompts that were held out once
 * The data-set label is judged with the others where the table has several data sets, and is the last of the result.
 */
export async function judge(
  table: LabTable,
  contestants: readonly Contestant[],
  references: References,
  rows: readonly number[],
  pause: () => Promise<void> = async () => {},
): Promise<Comparison> {
  const { scores, costs, costed, models } = table;
  const { meanCosts, expectedCosts } = references;
  const keys = rows.map((row) => table.keys[row]!);
  const means = new Means(keys);
  const at = (of: Matrix, row: number, model: number) => of.data[row * of.columns + model]!;
  const chosen = (choices: ArrayLike<number>) => ({
    score: means.add(rows.map((row) => at(scores, row, choices[row]!))),
    cost: costs ? means.add(rows.map((row) => at(costs, row, choices[row]!))) : -1,
  });
  const all = models.map((_, m) => m);
  const best = chosen(references.best);
  const bestScore = rows.reduce((sum, row) => sum + at(scores, row, references.best[row]!), 0) / rows.length;
  const oracle = chosen(oracleChoices({ scores, costs, rows, models: all, costed }));
  const random = means.add(rows.map((row) => all.reduce((sum, m) => sum + at(scores, row, m), 0) / all.length));
  const singles = costed.map((m) => chosen(new Int32Array(scores.rows).fill(m)));
  const hasCurve = costs !== null && expectedCosts !== null && costed.length > 1;
  const hasLabel = new Set(rows.map((row) => table.datasets[row]!)).size > 1;
  const entrants = [...contestants, ...(hasLabel ? [{ id: LABEL, predicted: references.byDataset }] : [])];

  const entered = entrants.map(({ id, predicted }) => {
    const choices = choicesOf(predicted, meanCosts);
    const counts = all.map((m) => rows.filter((row) => choices[row] === m).length);
    const model = counts.indexOf(Math.max(...counts));
    const curve = hasCurve ? costCurve(predicted, expectedCosts, costs, scores, rows) : null;
    const along = curve
      ? sampledLambdas(curve, [0.99 * bestScore, 0.95 * bestScore]).map((lambda) =>
          chosen(choicesAt(predicted, expectedCosts!, lambda)),
        )
      : [];
    return {
      id,
      predicted,
      choices,
      model,
      curve,
      along,
      places: chosen(choices),
      share: means.add(rows.map((row) => Number(choices[row] === model))),
    };
  });
  await draw(means, pause);

  type Mean = (place: number) => number;
  const pointsOf = (list: readonly { score: number; cost: number }[], mean: Mean): Points => ({
    x: list.map(({ cost }) => mean(cost)),
    y: list.map(({ score }) => mean(score)),
  });
  const aiqOf = (list: readonly { score: number; cost: number }[], mean: Mean) =>
    curveAiq(pointsOf(list, mean), pointsOf(singles, mean));
  const whole = (place: number) => means.value(place);
  const exact = (one: (typeof entered)[number]): Points => ({ x: one.curve!.x, y: one.curve!.y });
  const exactAiq = (one: (typeof entered)[number]) => curveAiq(exact(one), pointsOf(singles, whole));
  const label = hasLabel ? entered.at(-1)! : null;
  const two = all.length === 2 ? twoModelFigures(scores, entrants, rows, keys) : null;

  const routers = entered.map((one, i): Judged => {
    const { places, curve, along } = one;
    const isLabel = one === label;
    const bestAt = (mean: Mean) => ({ score: mean(best.score), cost: mean(best.cost) });
    const savingOf = (share: number) =>
      means.estimate(
        (mean) => saving(pointsOf(along, mean), share, bestAt(mean)),
        saving(exact(one), share, bestAt(whole)),
      );
    return {
      id: one.id,
      score: means.estimate((mean) => mean(places.score)),
      cost: costs && means.estimate((mean) => mean(places.cost)),
      gain: means.estimate((mean) => mean(places.score) - mean(best.score)),
      overMix: hasCurve
        ? means.estimate((mean) => mean(places.score) - mixedAt(pointsOf(singles, mean), mean(places.cost)))
        : null,
      overLabel: label && !isLabel ? means.estimate((mean) => mean(places.score) - mean(label.places.score)) : null,
      gapClosed: means.estimate(
        (mean) => (mean(places.score) - mean(best.score)) / (mean(oracle.score) - mean(best.score)),
      ),
      commonest: { model: models[one.model]!, share: means.estimate((mean) => mean(one.share)) },
      curve: curve && {
        lambda: curve.lambda,
        cost: curve.x,
        score: curve.y,
        aiq: means.estimate((mean) => aiqOf(along, mean), exactAiq(one)),
        overHull: means.estimate(
          (mean) => aiqOf(along, mean) - aiqOf(singles, mean),
          exactAiq(one) - aiqOf(singles, whole),
        ),
        overLabel:
          label && !isLabel
            ? means.estimate((mean) => aiqOf(along, mean) - aiqOf(label.along, mean), exactAiq(one) - exactAiq(label))
            : null,
        saving99: savingOf(0.99),
        saving95: savingOf(0.95),
      },
      two: two && two[i]!,
      choices: one.choices,
    };
  });
  return {
    routers,
    best: {
      model: models[mostOf(references.best, rows)]!,
      score: means.estimate((mean) => mean(best.score)),
      cost: costs && means.estimate((mean) => mean(best.cost)),
    },
    oracle: means.estimate((mean) => mean(oracle.score)),
    random: means.estimate((mean) => mean(random)),
    hullAiq: hasCurve ? means.estimate((mean) => aiqOf(singles, mean)) : null,
    rows: rows.length,
  };
}

/** The value that occurs most often; of equals the first that occurs. */
function mostOf(values: ArrayLike<number>, rows: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(values[row]!, (counts.get(values[row]!) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
