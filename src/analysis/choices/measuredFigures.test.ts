import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import { fingerprint, withCustomExperts } from "../../library/customExperts/withCustomExperts.ts";
import type { Library } from "../../library/load.ts";
import { madeCalibration, madeExpert } from "../../library/testing/customExpertFixtures.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { NO_POLICY } from "../../state/policy.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../../state/view/heatView.ts";
import { outcomeTable } from "../domainTable.ts";
import { baselines, predictedMeans, singleOutcomes } from "../front/baselines.ts";
import { front, predictedCurves } from "../front/front.ts";
import { frontOverlays, policyOutcomes } from "../front/frontOverlays.ts";
import { reliabilityOf } from "../reliability.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";
import { bestExperts, rightExperts } from "../rows/oracle.ts";
import { singleBest } from "./baselineChoices.ts";
import { measuredChoices, regrets, routerChoices, unmeasuredShare } from "./choices.ts";
import { routerScores } from "./routerScores.ts";

let own: Library;
let rows: Int32Array;

beforeAll(async () => {
  own = await shippedLibrary();
  rows = primaryRows(own);
});

/** By how much the lowest prediction of a prompt lies below the mean of its experts', on average. */
function depthOfLowest({ benchmark: { predicted } }: Library): number {
  const { data, rows: prompts, columns } = predicted;
  let sum = 0;
  for (let row = 0; row < prompts; row++) {
    const own = Array.from(data.subarray(row * columns, (row + 1) * columns));
    sum += own.reduce((total, value) => total + value, 0) / columns - Math.min(...own);
  }
  return sum / prompts;
}

/** The library with an expert whose head predicts noise of one nat around what the chosen experts are predicted to lose. */
function withNoise(seed: number): Library {
  const random = mulberry32(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const { embeddingSize, rows: prompts } = own.manifest.benchmark;
  const lowest = -depthOfLowest(own);
  const calibration = madeCalibration(fingerprint(own), {
    weights: new Array(embeddingSize).fill(0),
    intercept: lowest,
    benchmark: Array.from({ length: prompts }, () => lowest + normal()),
  });
  // As many parameters as one of the library's, so that the constraint's scale does not change.
  const parameters = own.constraints.find(({ id }) => id === "size")!.raw[0]!;
  return withCustomExperts(own, [madeExpert({ calibration, parameters })]);
}

const short = (values: ArrayLike<number>, length: number) => Array.from(values).slice(0, length);

test("a head of pure noise takes over prompts, but changes no measured figure", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(0, 0.2, 1), (seed, lambda) => {
      const joined = withNoise(seed);
      const lambdas = { size: lambda };
      const policy = { lambdas, bounds: [] };
      expect(unmeasuredShare(joined, routerChoices(joined, policy), rows)).toBeGreaterThan(0.02);
      const { selectionShare: before, ...scores } = routerScores(own, policy, rows);
      const { selectionShare: after, ...joinedScores } = routerScores(joined, policy, rows);
      expect(joinedScores).toEqual(scores);
      expect([...after]).toEqual([...before, 0]);
      expect(measuredChoices(joined, policy)).toEqual(routerChoices(own, policy));
      for (const outcome of ["loss", "accuracy"] as const) {
        const curves = (library: Library) => {
          const { router, oracle } = front(library, "size", outcome, policy, rows);
          return { router, oracle };
        };
        expect(curves(joined)).toEqual(curves(own));
        expect(baselines(joined, "size", outcome, rows)).toEqual(baselines(own, "size", outcome, rows));
        const n = own.expertIds.length;
        expect(short(singleOutcomes(joined, outcome, rows), n)).toEqual([...singleOutcomes(own, outcome, rows)]);
        expect(singleOutcomes(joined, outcome, rows)[n]).toBeNaN();
        const [heat, heatBefore] = [joined, own].map((library) => outcomeTable(library, outcome, rows, "domain"));
        heatBefore!.rows.forEach((_, at) => {
          const cells = heat!.values.subarray(at * (n + 1), (at + 1) * (n + 1));
          expect(short(cells, n)).toEqual(short(heatBefore!.values.subarray(at * n), n));
          expect(cells[n]).toBeNaN();
        });
      }
      expect(singleBest(joined, rows)).toBe(singleBest(own, rows));
      expect(bestExperts(joined)).toEqual(bestExperts(own));
      expect(rightExperts(joined)).toEqual(rightExperts(own));
    }),
    { numRuns: 4 },
  );
}, 60_000);

test("a chosen expert that was not measured has no regret, and no place in the reliability of predictions", () => {
  const joined = withNoise(7);
  const choices = routerChoices(joined, NO_POLICY);
  const lost = regrets(joined, choices);
  const added = own.expertIds.length;
  choices.forEach((choice, row) => {
    expect(Number.isNaN(lost[row]!)).toBe(choice === added);
  });
  const chosen = reliabilityOf(joined, rows, CHOSEN_EXPERT, choices).count;
  expect(chosen).toBe(rows.filter((row) => choices[row] !== added).length);
  expect(reliabilityOf(joined, rows, joined.expertIds[added]!, choices).count).toBe(0);
  expect(reliabilityOf(joined, rows, EVERY_EXPERT, choices).count).toBe(
    reliabilityOf(own, rows, EVERY_EXPERT, choices).count,
  );
});

test("predictions have their own curve and point, for the loss only and only with added experts", () => {
  const joined = withNoise(7);
  const policy = { lambdas: {}, bounds: [] };
  const request = {
    library: joined,
    comparisons: { baseUrl: null, baselineRouters: {}, libraries: {} },
    compared: [],
    shipped: null,
    latencies: {},
    axis: "size",
    outcome: "loss" as const,
    policy,
    rows,
  };
  const [withCustomExperts, without] = frontOverlays(request);
  expect([withCustomExperts!.id, without!.id]).toEqual(["predicted", "predicted-own"]);
  // More experts from which to choose the lowest prediction, all with predictions only.
  expect(withCustomExperts!.curve.y[0]).toBeLessThan(without!.curve.y[0]!);
  expect(frontOverlays({ ...request, outcome: "accuracy" })).toEqual([]);
  expect(frontOverlays({ ...request, library: own })).toEqual([]);
  expect(predictedCurves(own, "size", policy, rows)).toBeNull();
  expect(predictedMeans(own, rows)).toEqual([]);
  expect(predictedMeans(joined, rows)).toMatchObject([{ expert: own.expertIds.length }]);
  expect(policyOutcomes(request).map(({ id }) => id)).toEqual(["domain", "part"]);
});

test("references loaded before an expert was added or removed keep their figures", () => {
  const joined = withNoise(7);
  const table = own.benchmark.predicted;
  const request = (library: Library) => ({
    library,
    comparisons: { baseUrl: own.baseUrl, baselineRouters: { knn: table }, libraries: {} },
    compared: ["knn"],
    shipped: null,
    latencies: {},
    axis: "size",
    outcome: "loss" as const,
    policy: { lambdas: {}, bounds: [] },
    rows,
  });
  const curve = (library: Library) => frontOverlays(request(library)).find(({ id }) => id === "knn")!.curve;
  const outcomes = (library: Library) => policyOutcomes(request(library)).find(({ id }) => id === "knn")!.outcomes;
  expect(curve(joined)).toEqual(curve(own));
  expect(outcomes(joined)).toEqual(outcomes(own));
});
