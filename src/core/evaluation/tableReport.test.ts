import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../matrix.ts";
import { matrix } from "../matrix.ts";
import { arenaScore } from "./arenaScore.ts";
import { chanceOracle } from "./chanceOracle.ts";
import { bestDeferral } from "./deferral/deferral.ts";
import { isToCome } from "./estimate.ts";
import { measuredCalls } from "./measuredCalls.ts";
import { oracleCurve } from "./oracleCurve.ts";
import { type ReportRequest, type TableReport, tableReport } from "./tableReport.ts";

const table = (rows: number[][]): Matrix => matrix(rows.length, rows[0]!.length, Float64Array.from(rows.flat()));
const none = Number.NaN;
function report(scores: number[][], costs: number[][] | null = null, groups: number[] = scores.map(() => 0)) {
  const rows = Int32Array.from(scores.keys());
  const request: ReportRequest = {
    scores: table(scores),
    costs: costs && table(costs),
    rows,
    groups: Int32Array.from(groups),
    clusters: rows,
  };
  return tableReport(request, async (bootstrap) => bootstrap.run(bootstrap.resamples));
}

describe("the report of a table", () => {
  it("matches hand-computed figures: equal scores go to the cheapest call", async () => {
    // Three prompts; the cheap model is right on the first, the expensive one on the first two.
    const found = await report([[1, 1], [0, 1], [0, 0]], [[1, 10], [2, 20], [4, 30]]); // biome-ignore format: a table
    expect(found).toMatchObject({ prompts: 3, asked: 3, best: 1, pareto: [0, 1], hull: [0, 1] });
    expect(found.models.map((one) => [one!.score.value, one!.cost.value])).toEqual([[1 / 3, 7 / 3], [2 / 3, 20]]); // biome-ignore format: a table
    expect(found.random.score.value).toBeCloseTo(1 / 2, 12);
    expect(found.random.cost.value).toBeCloseTo((7 / 3 + 20) / 2, 12);
    expect(found.oracle.score.value).toBeCloseTo(2 / 3, 12);
    // 1 for the first, 20 for the second, 4 for the third, where both are wrong.
    expect(found.oracle.cost.value).toBeCloseTo(25 / 3, 12);
    expect(found.headroom.value).toBe(0);
    expect([found.allRight.value, found.noneRight.value]).toEqual([1 / 3, 1 / 3]);
    expect(found.savingCost.value).toBeCloseTo(25 / 3, 12);
    expect(found.saving.value).toBeCloseTo(1 - 25 / 3 / 20, 12);
    // Halfway between the two on the hull, for the oracle's cost.
    expect(found.costMatched.value).toBeCloseTo(1 / 3 + ((25 - 7) / 3 / (20 - 7 / 3)) * (1 / 3), 12);
    expect(found.aiqHull.value).toBeCloseTo(1 / 2, 12);
    // The oracle rises from (7/3, 1/3) to (25/3, 2/3) and stays there.
    expect(found.aiqOracle.value).toBeCloseTo((6 * 0.5 + (20 - 25 / 3) * (2 / 3)) / (20 - 7 / 3), 12);
  });

  it("of a large table is told first without its intervals, with the same figures", async () => {
    const rows = Int32Array.from({ length: 20_000 }, (_, row) => row);
    const scores = matrix(
      rows.length,
      3,
      Float64Array.from({ length: 3 * rows.length }, (_, i) => (i * 7) % 5),
    );
    const parts: TableReport[] = [];
    const asked = { scores, costs: null, rows, groups: rows.map((row) => row % 2), clusters: rows };
    const whole = await tableReport(asked, async (bootstrap) => bootstrap.run(1000), (part) => parts.push(part)); // biome-ignore format: a line
    expect(parts).toHaveLength(1);
    const values = ({ models, oracle, random, headroom, allRight, byDataset }: TableReport) => [
      ...models.map((model) => model!.score),
      oracle.score,
      random.score,
      headroom,
      allRight,
      byDataset!.inSample.score,
    ];
    expect(values(parts[0]!).map(({ value }) => value)).toEqual(values(whole).map(({ value }) => value));
    expect(values(parts[0]!).every(isToCome)).toBe(true);
    expect(values(whole).every(({ interval: [low, high] }) => Number.isFinite(low) && low <= high)).toBe(true);
    expect(parts[0]!.datasets).toEqual(whole.datasets);
  });

  it("uses the prompts that all models have, and includes their number", async () => {
    const found = await report([[1, 0], [none, 1], [0, 1]], [[1, 2], [1, 2], [1, none]]); // biome-ignore format: a table
    expect([found.prompts, found.asked, found.oracle.score.value]).toEqual([1, 3, 1]);
  });

  it("without a single such prompt has no figures, and no fault", async () => {
    const found = await report([[1, none], [none, 1]], [[1, 2], [1, 2]]); // biome-ignore format: a table
    expect([found.prompts, found.asked, found.best]).toEqual([0, 2, -1]);
    expect([found.oracle.score.value, found.random.cost.value, found.chanceOracle]).toEqual([none, none, none]);
  });

  it("keeps a model without costs, which has no position on the cost axis", async () => {
    const found = await report([[1, 0, 1], [0, 1, 1]], [[1, 2, none], [1, 2, none]]); // biome-ignore format: a table
    expect([found.best, found.models[2]!.score.value, found.models[2]!.cost.value]).toEqual([2, 1, none]);
    expect(found.pareto).not.toContain(2);
    expect(found.random.cost.value).toBe(1.5);
  });

  it("without costs has no costs, and no figure that needs them", async () => {
    const found = await report([[1, 0], [0, 1]]); // biome-ignore format: a table
    for (const one of [found.aiqHull, found.saving, found.costMatched, found.oracle.cost]) expect(one.value).toBeNaN();
  });

  it("chooses the best model of each data set on other prompts than those it is scored on", async () => {
    const scores = Array.from({ length: 20 }, (_, i) => (i < 10 ? [1, 0] : [0, 1]));
    const { byDataset } = await report(
      scores,
      null,
      scores.map((_, i) => Number(i >= 10)),
    );
    expect([byDataset!.inSample.score.value, byDataset!.crossValidated.score.value]).toEqual([1, 1]);
    // Ten prompts, each right for a different model: the best on the others is wrong here.
    const odd = Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, k) => Number(i === k)));
    const found = await report(
      [...odd, ...odd],
      null,
      Array.from({ length: 20 }, (_, i) => Number(i >= 10)),
    );
    expect(found.byDataset!.inSample.score.value).toBeCloseTo(0.1, 12);
    expect(found.byDataset!.crossValidated.score.value).toBeLessThan(0.1);
  });

  it("has intervals around its figures", async () => {
    const scores = Array.from({ length: 200 }, (_, i) => [i % 3 === 0 ? 1 : 0, i % 2]);
    const { oracle, models, deferral } = await report(scores, scores.map(([a, b]) => [1 + a!, 5 + b!])); // biome-ignore format: a table
    for (const { value, interval } of [oracle.score, oracle.cost, models[0]!.score, deferral!.apgr]) {
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
  });
});

describe("costs per call", () => {
  const cell = fc.integer({ min: 0, max: 4 });
  const rows = fc.array(
    fc.tuple(
      fc.array(cell, { minLength: 3, maxLength: 3 }),
      fc.array(
        cell.map((c) => c + 1),
        { minLength: 3, maxLength: 3 },
      ),
    ),
    { minLength: 1, maxLength: 8 },
  );
  it("the oracle's curve matches a search over every λ and every model", () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 6, noNaN: true }), (drawn, lambda) => {
        const scores = table(drawn.map(([own]) => own.map((value) => value / 4)));
        const costs = table(drawn.map(([, own]) => own));
        const calls = measuredCalls(scores, costs, Int32Array.from(drawn.keys()));
        const curve = oracleCurve(calls, costs);
        // Away from breakpoints, where two choices tie.
        if (curve.lambda.some((at) => at > 0 && Math.abs(at - lambda) < 1e-6)) return;
        const chosen = drawn.map(([s, c]) =>
          [0, 1, 2].reduce((best, k) => {
            const worth = (i: number) => s[i]! / 4 - lambda * c[i]!;
            return worth(k) > worth(best) + 1e-12 || (Math.abs(worth(k) - worth(best)) <= 1e-12 && c[k]! < c[best]!)
              ? k
              : best;
          }, 0),
        );
        const mean = (value: (row: number) => number) =>
          drawn.reduce((sum, _, row) => sum + value(row), 0) / drawn.length;
        let step = 0;
        while (step + 1 < curve.lambda.length && curve.lambda[step + 1]! <= lambda) step++;
        expect(curve.x[step]).toBeCloseTo(
          mean((row) => drawn[row]![1][chosen[row]!]!),
          9,
        );
        expect(curve.y[step]).toBeCloseTo(
          mean((row) => drawn[row]![0][chosen[row]!]! / 4),
          9,
        );
      }),
    );
  });

  it("the choices that keep the best model's score never cost more than it, and the oracle's AIQ is never below the hull's", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (drawn) => {
        const found = await report(
          drawn.map(([own]) => own.map((value) => value / 4)),
          drawn.map(([, own]) => own),
        );
        if (!Number.isNaN(found.saving.value)) expect(found.saving.value).toBeGreaterThanOrEqual(-1e-9);
        if (!Number.isNaN(found.aiqHull.value))
          expect(found.aiqOracle.value).toBeGreaterThanOrEqual(found.aiqHull.value - 1e-9);
        expect(found.oracle.score.value).toBeGreaterThanOrEqual(found.models[found.best]!.score.value - 1e-12);
      }),
      { numRuns: 40 },
    );
  });
});

describe("two models", () => {
  it("the best deferral curve, APGR and CPT of four prompts", () => {
    // Gains 1, 1, 0, −1: the weak model is right once, the strong one twice.
    const { quality, apgr, cpt50, cpt80 } = bestDeferral([0, 0, 0, 1], [1, 1, 0, 0])();
    expect([...quality]).toEqual([0.25, 0.5, 0.75, 0.75, 0.75]);
    // PGR 0, 1, 2, 2, 2.
    expect([apgr, cpt50, cpt80]).toEqual([(0.5 + 1.5 + 2 + 2) / 4, 0.25, 0.25]);
  });

  it("without a gap all of these are NaN", () => {
    expect(bestDeferral([1, 1], [1, 1])()).toMatchObject({ apgr: none, cpt50: none, cpt80: none });
  });
});

it("RouterArena's score: at its bounds, and for a free model", () => {
  expect(arenaScore(0.7, 0.0044)).toBeCloseTo((1.1 * 0.7) / 1.07, 12);
  expect(arenaScore(0.7, 200)).toBe(0);
  // Published: 79.69% at $0.27 give 77.63.
  expect(arenaScore(0.7969, 0.27)).toBeCloseTo(0.7763, 3);
  expect(arenaScore(0.7, 0)).toBeNaN();
});

it("by chance alone: with two models that are right half of the time, three in four prompts have one that is", () => {
  const scores = table([[1, 1], [1, 1], [0, 0], [0, 0]]); // biome-ignore format: a table
  const calls = measuredCalls(scores, null, [0, 1, 2, 3]);
  expect(chanceOracle(calls, [0, 0, 0, 0])).toBeCloseTo(0.75, 12);
  expect(chanceOracle(calls, [0, 0, 1, 1])).toBeCloseTo(0.5, 12);
});
