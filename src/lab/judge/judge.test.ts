import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import type { LabTable } from "../fit/labTable.ts";
import { foldPlans } from "../fit/plans.ts";
import { bestOf, referencesOf } from "../fit/references.ts";
import { NO_CLEANING } from "../text/clean.ts";
import { datasetGains } from "./byDataset.ts";
import { choicesAt, choicesOf, costCurve } from "./choose.ts";
import { byGain, deferral } from "./deferral.ts";
import { curveAiq, mixedAt, saving } from "./figures.ts";
import { judge, LABEL } from "./judge.ts";
import { sampledLambdas } from "./sampledLambdas.ts";

/** Prompts of two data sets; the cheap model is right in one of them, the dear one in both. */
function table(rows: number, seed = 1): LabTable {
  const random = mulberry32(seed);
  const keys = Array.from({ length: rows }, (_, i) => `prompt ${i}`);
  const easy = keys.map(() => random() < 0.5);
  const matrix = (of: (row: number) => number[]) => ({
    rows,
    columns: 2,
    data: Float64Array.from(keys.flatMap((_, row) => of(row))),
  });
  return {
    models: ["cheap", "dear"],
    rows: keys.map((_, i) => i),
    texts: keys,
    cleaned: keys,
    keys,
    cleanedKeys: keys,
    datasets: easy.map((is) => (is ? "easy" : "hard")),
    cleaner: NO_CLEANING,
    scores: matrix((row) => [easy[row] ? 1 : 0, 1]),
    costs: matrix(() => [1, 10 + random()]),
    lengths: null,
    costed: [0, 1],
    asked: rows,
  };
}

const foldsOfRows = (rows: number) => ({
  of: Int32Array.from({ length: rows }, (_, i) => i % 5),
  sizes: [],
  groups: Int32Array.from({ length: rows }, (_, i) => i),
});

describe("the cost that a router decides by", () => {
  it("is the mean on the other folds; with lengths, the line over them that was fitted there", () => {
    const plain = table(30);
    const folds = foldPlans(foldsOfRows(30));
    const without = referencesOf(plain, folds);
    expect(without.expectedCosts).toBe(without.meanCosts);
    const lengths = {
      ...plain.scores,
      data: Float64Array.from(plain.scores.data, (_, cell) => 10 + Math.floor(cell / 2)),
    };
    const costs = {
      ...plain.scores,
      data: Float64Array.from(lengths.data, (length, cell) => (cell % 2 ? 5 : 1) * length),
    };
    const { expectedCosts, meanCosts } = referencesOf({ ...plain, lengths, costs }, folds);
    // Every cost is on its model's line, so that the other folds tell it.
    costs.data.forEach((cost, cell) => {
      expect(expectedCosts!.data[cell]).toBeCloseTo(cost, 9);
    });
    expect(meanCosts!.data[0]).toBeCloseTo(
      [...lengths.data.keys()]
        .filter((cell) => cell % 10 > 1 && cell % 2 === 0)
        .reduce((sum, cell) => sum + lengths.data[cell]! / 24, 0),
      9,
    );
  });
});

describe("choices", () => {
  it("take the largest prediction; of equals the cheapest, without costs the first", () => {
    const predicted = { rows: 2, columns: 3, data: Float64Array.of(1, 1, 0, 0, 2, 2) };
    const costs = { rows: 2, columns: 3, data: Float64Array.of(5, 4, 1, 1, Number.NaN, 9) };
    expect([...choicesOf(predicted, null)]).toEqual([0, 1]);
    expect([...choicesOf(predicted, costs)]).toEqual([1, 2]);
    expect([...choicesAt(predicted, costs, 1)]).toEqual([2, 0]);
    expect(bestOf([Number.NaN], null)).toBe(-1);
  });

  it("along the exact curve equal brute force", () => {
    const random = mulberry32(9);
    const [rows, columns] = [40, 3];
    const numbers = (scale: number) => ({
      rows,
      columns,
      data: Float64Array.from({ length: rows * columns }, () => scale * random()),
    });
    const [predicted, costs, scores] = [numbers(1), numbers(3), numbers(1)];
    const meanCosts = {
      rows,
      columns,
      data: Float64Array.from({ length: rows * columns }, (_, at) => [1, 2, 4][at % 3]!),
    };
    const all = Array.from({ length: rows }, (_, i) => i);
    const curve = costCurve(predicted, meanCosts, costs, scores, all);
    for (let k = 0; k + 1 < curve.lambda.length; k += 3) {
      const choices = choicesAt(predicted, meanCosts, (curve.lambda[k]! + curve.lambda[k + 1]!) / 2);
      const mean = ({ data }: typeof costs) =>
        all.reduce((sum, row) => sum + data[row * columns + choices[row]!]!, 0) / rows;
      expect(curve.x[k]).toBeCloseTo(mean(costs), 9);
      expect(curve.y[k]).toBeCloseTo(mean(scores), 9);
    }
  });
});

describe("figures of curves, by hand", () => {
  const singles = { x: [1, 2, 3], y: [0.2, 0.4, 0.8] };
  it("AIQ is the mean height of the hull over the range of the single models", () => {
    // The middle model lies below the line from (1, .2) to (3, .8).
    expect(curveAiq(singles, singles)).toBeCloseTo(0.5, 12);
    // From (1, .2) to (1.5, .8), then flat.
    expect(curveAiq({ x: [1.5], y: [0.8] }, singles)).toBeCloseTo((0.25 * 1 + 0.75 * 1.6) / 2, 12);
  });
  it("saving is relative to the best single model, NaN where the score is never reached", () => {
    expect(saving({ x: [1, 1.5, 3], y: [0.2, 0.77, 0.8] }, 0.95, { score: 0.8, cost: 3 })).toBeCloseTo(0.5, 12);
    expect(saving({ x: [1], y: [0.2] }, 0.99, { score: 0.8, cost: 3 })).toBeNaN();
  });
  it("mixing follows the hull", () => {
    expect(mixedAt(singles, 2)).toBeCloseTo(0.5, 12);
    expect([mixedAt(singles, 9), mixedAt(singles, 1)]).toEqual([0.8, 0.2]);
    expect(mixedAt(singles, 0.5)).toBeNaN();
  });
});

it("a curve is resampled where its figures come from", () => {
  const random = mulberry32(4);
  const [rows, columns] = [300, 3];
  const numbers = (of: (at: number) => number) => ({
    rows,
    columns,
    data: Float64Array.from({ length: rows * columns }, (_, at) => of(at)),
  });
  const predicted = numbers(() => random());
  const meanCosts = numbers((at) => [1, 2, 4][at % 3]!);
  const costs = numbers((at) => [1, 2, 4][at % 3]! * (0.5 + random()));
  const scores = numbers((at) => Number(random() < predicted.data[at]!));
  const all = Array.from({ length: rows }, (_, i) => i);
  const curve = costCurve(predicted, meanCosts, costs, scores, all);
  const mean = ({ data }: typeof costs, choices: Int32Array) =>
    all.reduce((sum, row) => sum + data[row * columns + choices[row]!]!, 0) / rows;
  const made = sampledLambdas(curve, [0.5, 0.6]).map((lambda) => choicesAt(predicted, meanCosts, lambda));
  const points = { x: made.map((one) => mean(costs, one)), y: made.map((one) => mean(scores, one)) };
  const singles = { x: [1, 2, 4], y: [0.4, 0.5, 0.5] };
  expect(curveAiq(points, singles)).toBeCloseTo(curveAiq(curve, singles), 9);
  const best = { score: 1, cost: 4 };
  for (const share of [0.5, 0.6]) expect(saving(points, share, best)).toBeCloseTo(saving(curve, share, best), 9);
});

describe("two models", () => {
  const gain = [1, 0, 1, 0, -1, 1];
  it("recover the gap in the router's order", () => {
    // PGR 0, ½, 1, 3/2, 3/2, 3/2, 1 over sixths.
    const { apgr, cpt50, cpt80 } = deferral([0, 2, 5, 1, 3, 4], gain);
    expect([apgr, cpt50, cpt80].map((value) => value.toFixed(9))).toEqual(
      [(0.25 + 0.75 + 1.25 + 1.5 + 1.5 + 1.25) / 6, 1 / 6, 2 / 6].map((value) => value.toFixed(9)),
    );
    expect(deferral([4], gain).apgr).toBeNaN();
  });
  it("count copies like repeated rows", () => {
    const order = byGain([0.3, 0.3, 0.9, 0.1, 0.2, 0.5], [0, 1, 2, 3, 4, 5]);
    expect(order).toEqual([2, 5, 0, 1, 4, 3]);
    const copies = [2, 1, 0, 3, 1, 2];
    const repeated = order.flatMap((row) => Array<number>(copies[row]!).fill(row));
    const [one, other] = [deferral(order, gain, copies), deferral(repeated, gain)];
    for (const key of ["apgr", "cpt50", "cpt80"] as const) expect(one[key]).toBeCloseTo(other[key], 12);
  });
});

it("references are chosen on the prompts that a plan does not hold out", () => {
  const of = table(20);
  const { best, meanCosts, byDataset } = referencesOf(of, foldPlans(foldsOfRows(20)));
  expect([...new Set(best)]).toEqual([1]);
  const others = Array.from({ length: 20 }, (_, i) => i).filter((i) => i % 5 !== 3);
  expect(meanCosts!.data[3 * 2 + 1]).toBeCloseTo(
    others.reduce((sum, row) => sum + of.costs!.data[row * 2 + 1]!, 0) / others.length,
    12,
  );
  of.datasets.forEach((name, row) => {
    expect(byDataset.data[row * 2]).toBe(name === "easy" ? 1 : 0);
  });
});

it("a perfect router, a useless one and the data-set label", async () => {
  const of = table(200);
  const references = referencesOf(of, foldPlans(foldsOfRows(200)));
  const useless = { rows: 200, columns: 2, data: Float64Array.from({ length: 400 }, (_, at) => at % 2) };
  const rows = Array.from({ length: 200 }, (_, i) => i);
  const compared = await judge(
    of,
    [
      { id: "perfect", predicted: of.scores },
      { id: "useless", predicted: useless },
    ],
    references,
    rows,
  );
  expect(compared.routers.map(({ id }) => id)).toEqual(["perfect", "useless", LABEL]);
  const [perfect, none, label] = compared.routers as [
    (typeof compared.routers)[0],
    (typeof compared.routers)[0],
    (typeof compared.routers)[0],
  ];
  const easy = of.datasets.filter((name) => name === "easy").length / 200;
  expect(perfect.score).toEqual({ value: 1, interval: [1, 1] });
  expect(perfect.cost!.value).toBeCloseTo(none.cost!.value * (1 - easy) + easy, 0);
  expect(perfect.curve!.saving99.value).toBeGreaterThan(0.3);
  expect(perfect.curve!.overHull.interval[0]).toBeGreaterThan(0);
  expect(perfect.curve!.aiq.interval[0]).toBeLessThanOrEqual(perfect.curve!.aiq.value + 1e-9);
  expect(perfect.curve!.overLabel!.value).toBeCloseTo(0, 9);
  expect(label.overLabel).toBeNull();
  expect(none.gain).toEqual({ value: 0, interval: [0, 0] });
  expect(none.commonest).toEqual({ model: "dear", share: { value: 1, interval: [1, 1] } });
  expect(none.curve!.overHull.value).toBeCloseTo(0, 9);
  expect(none.overMix!.value).toBeCloseTo(0, 9);
  // All gains lie in the hard prompts, which come first.
  expect(perfect.two!.cpt50.value).toBeCloseTo((1 - easy) / 2, 2);
  expect(perfect.two!.overRandom.interval[0]).toBeGreaterThan(0);
  expect(compared.best).toMatchObject({ model: "dear", score: { value: 1 } });
  expect(compared.random.value).toBeCloseTo((1 + easy) / 2, 9);
});

it("gains by data set add up to the whole gain", () => {
  const of = table(60);
  const best = new Int32Array(60).fill(0);
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const gains = datasetGains(of, new Int32Array(60).fill(1), best, rows);
  expect(gains.map(({ dataset }) => dataset)).toEqual(["hard", "easy"]);
  expect(gains[0]!.gain).toEqual({ value: 1, interval: [1, 1] });
  const hard = of.datasets.filter((name) => name === "hard").length;
  expect(gains.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(hard / 60, 12);
});
