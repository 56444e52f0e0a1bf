import { beforeAll, expect, test } from "vitest";
import { baselines } from "../../analysis/front/baselines.ts";
import { front } from "../../analysis/front/front.ts";
import { sliderEnds } from "../../analysis/policy/sliderScales.ts";
import { primaryRows } from "../../analysis/rows/benchmarkRows.ts";
import { pointAt } from "../../core/curves/curve.ts";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import type { Outcome } from "../../state/store.ts";
import type { Figures } from "../../workers/statistics/protocol.ts";
import { type FrontSummary, frontSummary } from "./frontSummary.ts";

let library: Library;
beforeAll(async () => {
  library = await shippedLibrary();
});

/** Intervals from the statistics worker: the single expert's outcome minus the router's. */
const figuresOf = (outcome: Outcome, low: number, high: number) =>
  ({
    outcome,
    policies: {},
    differences: { single: { value: (low + high) / 2, interval: [low, high] } },
    scores: { oracleGapClosed: [0.8, 0.9] },
  }) as unknown as Figures;

function frontSummaryAt(
  lambda: number,
  outcome: Outcome,
  figures: Figures | null,
): { told: FrontSummary; ahead: number } {
  const policy = { lambdas: lambda > 0 ? { size: lambda } : {}, bounds: [] };
  const rows = primaryRows(library);
  const curves = front(library, "size", outcome, policy, rows);
  const marks = baselines(library, "size", outcome, rows);
  const told = frontSummary({ library, front: curves, baselines: marks, policy, axis: "size", outcome, figures })!;
  const ahead = pointAt(curves.router, lambda).y - marks.find(({ id }) => id === "single")!.y;
  return { told, ahead };
}

test("the gain of routing is the difference to the best single expert, with its interval, whichever way is better", () => {
  const loss = frontSummaryAt(0, "loss", figuresOf("loss", 0.5, 0.6));
  expect(loss.told.gains).toBe(true);
  expect(loss.told.difference).toMatch(new RegExp(`^${(-loss.ahead).toFixed(2)} `));
  expect(loss.told.differenceInterval).toBe("[0.50, 0.60]");
  expect(loss.told.gapInterval).toBe("[80.0%, 90.0%]");
  const accuracy = frontSummaryAt(0, "accuracy", figuresOf("accuracy", -0.06, -0.04));
  expect(accuracy.told.gains).toBe(true);
  expect(accuracy.told.difference).toBe(`${(100 * accuracy.ahead).toFixed(1)}%`);
  expect(accuracy.told.differenceInterval).toBe("[4.0%, 6.0%]");
});

test("at the end of the slider routing trades loss for size, described with positive figures", () => {
  const end = sliderEnds(library, null).size!;
  const { told, ahead } = frontSummaryAt(end, "loss", figuresOf("loss", -1.2, -0.9));
  expect(ahead).toBeGreaterThan(0);
  expect(told.gains).toBe(false);
  expect(told.difference).toMatch(new RegExp(`^${ahead.toFixed(2)} `));
  expect(told.differenceInterval).toBe("[0.90, 1.20]");
});

test("an interval across 0 keeps its sign, a missing one is left out", () => {
  expect(frontSummaryAt(0, "loss", figuresOf("loss", -0.1, 0.6)).told.differenceInterval).toBe("[−0.10, 0.60]");
  expect(frontSummaryAt(0, "loss", null).told.differenceInterval).toBeNull();
});
