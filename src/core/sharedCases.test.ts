import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Matrix } from "./matrix.ts";
import { bestSingle, meanOutcome } from "./metrics/baselines.ts";
import { scoreRouting } from "./metrics/metrics.ts";
import { outcomeRatio, scoreRatios } from "./metrics/ratios.ts";
import { penalties, route } from "./objective/objective.ts";
import { PairedBootstrap } from "./stats/pairedBootstrap.ts";
import { percentileInterval } from "./stats/percentileInterval.ts";

/** Also read by the recipe's tests (`tests/test_bootstrap.py`), so that both languages compute the same figures. */
const cases = JSON.parse(
  readFileSync(new URL("../../models/recipe/tests/routing_cases.json", import.meta.url), "utf8"),
) as {
  losses: number[][];
  predicted: number[][];
  documents: number[];
  counts: number[][];
  objective: { scores: number[]; choices: { lambda: number; choice: number[] }[] };
  metrics: { bestSingle: number; loss: number } & Record<
    "regret" | "routingAccuracy" | "routingAccuracyTolerant" | "decisiveAccuracy" | "oracleGapClosed",
    number
  >;
  resampled: {
    loss: Record<"router" | "single" | "oracle", number[]>;
    intervals: Record<"router" | "singleMinusRouter" | "oracleGapClosed", [number, number]>;
  };
};
const matrix = (rows: number[][]): Matrix => {
  return { rows: rows.length, columns: rows[0]!.length, data: Float32Array.from(rows.flat()) };
};
const [losses, predicted] = [matrix(cases.losses), matrix(cases.predicted)];
const rows = Array.from(cases.documents.keys());
const free = new Float64Array(losses.columns);
const single = bestSingle(losses, rows);
const choices = route(predicted, free);
const { metrics, resampled } = cases;

describe("figures that the recipe computes too", () => {
  it("the objective's choices", () => {
    for (const { lambda, choice } of cases.objective.choices) {
      const penalty = penalties([cases.objective.scores], [lambda], losses.columns);
      expect(Array.from(route(predicted, penalty))).toEqual(choice);
    }
  });

  it("the metrics of a routing", () => {
    const scores = scoreRouting(losses, losses, choices, free, single, { rows });
    expect(single).toBe(metrics.bestSingle);
    expect(meanOutcome(losses, choices, rows)).toBeCloseTo(metrics.loss, 10);
    const names = [
      "regret",
      "routingAccuracy",
      "routingAccuracyTolerant",
      "decisiveAccuracy",
      "oracleGapClosed",
    ] as const;
    for (const name of names) expect([name, scores[name]]).toEqual([name, expect.closeTo(metrics[name], 10)]);
  });

  it("the resamples of documents, and the intervals", () => {
    const made = {
      router: choices,
      single: new Int32Array(losses.rows).fill(single),
      oracle: route(losses, free),
    };
    const ratios = [
      ...Object.values(made).map((each) => outcomeRatio(losses, each, rows)),
      scoreRatios(losses, losses, choices, free, single, rows).gapLeft,
    ];
    const bootstrap = new PairedBootstrap(ratios, rows.length, {
      resamples: cases.counts.length,
      clusters: cases.documents,
      draw: (counts, resample) => counts.set(cases.counts[resample]!),
    });
    bootstrap.run(bootstrap.resamples);
    const [router, alone, oracle, gapLeft] = bootstrap.values as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (const [name, values] of Object.entries({ router, single: alone, oracle })) {
      const expected = resampled.loss[name as keyof typeof made].map((value) => expect.closeTo(value, 10));
      expect(Array.from(values)).toEqual(expected);
    }
    const close = (bounds: [number, number]) => bounds.map((bound) => expect.closeTo(bound, 10));
    const { intervals } = resampled;
    expect(percentileInterval(router)).toEqual(close(intervals.router));
    expect(percentileInterval(alone.map((v, b) => v - router[b]!))).toEqual(close(intervals.singleMinusRouter));
    expect(percentileInterval(gapLeft.map((left) => 1 - left))).toEqual(close(intervals.oracleGapClosed));
  });
});
