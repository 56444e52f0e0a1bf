import fc from "fast-check";
import { expect, test } from "vitest";
import { pointAt } from "../../core/curves/curve.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { Library } from "../../library/load.ts";
import { type ComparisonRequest, frontOverlays, missingPrompts, policyOutcomes } from "./frontOverlays.ts";

const PROMPTS = 12;
const EXPERTS = ["a", "b", "c"];

const values = fc.array(
  fc.integer({ min: 0, max: 64 }).map((n) => n / 16),
  {
    minLength: PROMPTS * EXPERTS.length,
    maxLength: PROMPTS * EXPERTS.length,
  },
);
const matrixOf = (data: number[]): Matrix => ({
  rows: PROMPTS,
  columns: EXPERTS.length,
  data: Float64Array.from(data),
});

/** A library of three experts; `order` shuffles its prompts. */
function libraryOf(losses: number[], predicted: number[], order: number[], baseUrl: string): Library {
  const pick = (data: number[]) => order.flatMap((row) => data.slice(row * EXPERTS.length, (row + 1) * EXPERTS.length));
  return {
    baseUrl,
    expertIds: EXPERTS,
    manifest: {
      experts: EXPERTS.map((id) => ({ id, newestText: null, bytes: 1 })),
      benchmark: { references: "r" },
      variants: [{ id: "joint", label: "Joint", folder: "joint" }],
      constraints: [],
    },
    constraints: [
      {
        id: "size",
        label: "Size",
        unit: "parameters",
        scale: "linear",
        raw: Float64Array.of(1, 2, 4),
        score: Float64Array.of(0, 0.25, 1),
      },
      {
        id: "age",
        label: "Age",
        unit: "years",
        scale: "linear",
        raw: Float64Array.of(5, 0, 0),
        score: Float64Array.of(1, 0, 0),
      },
    ],
    benchmark: {
      rows: order.length,
      ids: order.map((row) => `prompt ${row}`),
      kind: order.map(() => "window"),
      domain: order.map((row) => `domain ${row % 2}`),
      part: order.map((row) => `part ${row % 4}`),
      losses: { ...matrixOf(pick(losses)), rows: order.length },
      predicted: { ...matrixOf(pick(predicted)), rows: order.length },
      accuracies: { ...matrixOf(pick(losses.map((loss) => 1 - loss / 8))), rows: order.length },
    },
  } as unknown as Library;
}

const shuffled = fc.shuffledSubarray([...Array(PROMPTS).keys()], { minLength: PROMPTS, maxLength: PROMPTS });
const cases = fc.record({
  losses: values,
  predicted: values,
  knn: values,
  otherLosses: values,
  otherPredicted: values,
  order: shuffled,
  rows: fc.subarray([...Array(PROMPTS).keys()], { minLength: 1 }),
  lambda: fc.constantFrom(0, 0.13, 0.77, 3.1),
  age: fc.constantFrom(0, 0.21),
});

function requestOf(drawn: typeof cases extends fc.Arbitrary<infer T> ? T : never): ComparisonRequest {
  const library = libraryOf(drawn.losses, drawn.predicted, [...Array(PROMPTS).keys()], "here/");
  const joint = libraryOf(drawn.otherLosses, drawn.otherPredicted, drawn.order, "joint/");
  return {
    library,
    comparisons: { baseUrl: "here/", baselineRouters: { knn: matrixOf(drawn.knn) }, libraries: { joint } },
    compared: ["knn", "ridge", "joint"],
    shipped: null,
    latencies: {},
    axis: "size",
    outcome: "loss",
    policy: { lambdas: { size: drawn.lambda, age: drawn.age }, bounds: [] },
    rows: Int32Array.from(drawn.rows),
  };
}

/** Loss of one prompt by plain search: choose by one list, read the loss from the other. */
function paid(decision: number[], losses: number[], prompt: number, size: number, age: number): number {
  const cost = [0, 0.25, 1].map((score, i) => decision[prompt * 3 + i]! + size * score + age * [1, 0, 0][i]!);
  return losses[prompt * 3 + cost.indexOf(Math.min(...cost))]!;
}

const meanOf = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

test("every curve and every outcome equals a plain search, whatever the order of the other library's prompts", () => {
  fc.assert(
    fc.property(cases, (drawn) => {
      const request = requestOf(drawn);
      const { rows, lambda, age } = drawn;
      const expected: Record<string, number[]> = {
        knn: rows.map((row) => paid(drawn.knn, drawn.losses, row, lambda, age)),
        "joint:router": rows.map((row) => paid(drawn.otherPredicted, drawn.otherLosses, row, lambda, age)),
        "joint:oracle": rows.map((row) => paid(drawn.otherLosses, drawn.otherLosses, row, lambda, age)),
      };
      const outcomes = new Map(policyOutcomes(request).map((one) => [one.id, [...one.outcomes]]));
      const overlays = frontOverlays(request);
      expect(overlays.map(({ id }) => id)).toEqual(Object.keys(expected));
      for (const { id, curve } of overlays) {
        expect(outcomes.get(id)).toEqual(expected[id]);
        // Where two experts tie, curve and choice may pick different ones; λ off the breakpoints have no ties except at 0.
        if (lambda > 0) expect(pointAt(curve, lambda).y).toBeCloseTo(meanOf(expected[id]!), 9);
      }
      // A perfect classifier of parts is never worse than one of domains: parts are inside domains here.
      const all = policyOutcomes({ ...request, rows: Int32Array.from(Array(PROMPTS).keys()) });
      const mean = (id: string) => meanOf([...all.find((one) => one.id === id)!.outcomes]);
      expect(mean("part")).toBeLessThanOrEqual(mean("domain") + 1e-9);
    }),
  );
});

test("curves that are not selected, not loaded, or belong to a previous library are not drawn", () => {
  const [drawn] = fc.sample(cases, 1);
  const request = requestOf(drawn!);
  const ids = (change: Partial<ComparisonRequest>) => frontOverlays({ ...request, ...change }).map(({ id }) => id);
  expect(ids({ compared: ["ridge"] })).toEqual([]);
  expect(ids({ compared: ["joint"] })).toEqual(["joint:router", "joint:oracle"]);
  expect(ids({ comparisons: { ...request.comparisons, baseUrl: "elsewhere/" } })).toEqual([]);
});

test("prompts missing from the other library are reported and not counted", () => {
  const [drawn] = fc.sample(cases, 1);
  const rows = [...Array(PROMPTS).keys()];
  const request = requestOf({ ...drawn!, rows, order: drawn!.order.slice(0, 5) });
  expect(missingPrompts(request)).toEqual([{ label: "Joint", shared: 5 }]);
  const { outcomes } = policyOutcomes(request).find(({ id }) => id === "joint:router")!;
  expect([...outcomes].filter((value) => !Number.isNaN(value))).toHaveLength(5);
});
