import { beforeAll, expect, test } from "vitest";
import type { Library } from "../library/load.ts";
import { shippedLibrary } from "../library/testing/shippedLibrary.ts";
import { fileDecisions, filePredictions, fileSummary } from "./routedFile.ts";

let library: Library;
const ROWS = 40;

beforeAll(async () => {
  library = await shippedLibrary();
});

/** Outputs that are the benchmark's own predictions, in the order of the router's experts. */
function outputsOf({ manifest, benchmark, expertIds }: Library) {
  const routed = manifest.router!.experts;
  const { data, columns } = benchmark.predicted;
  const losses = Float32Array.from({ length: ROWS * routed.length }, (_, k) => {
    const row = Math.floor(k / routed.length);
    return data[row * columns + expertIds.indexOf(routed[k % routed.length]!)]!;
  });
  return { losses, states: new Float32Array(ROWS * 4).fill(0.5), tokens: new Uint16Array(ROWS).fill(9) };
}

test("decisions are those of a plain search, at every λ, and margins the distance to the next", () => {
  const outputs = outputsOf(library);
  const predicted = filePredictions(library, outputs);
  const size = library.constraints.find(({ id }) => id === "size")!;
  for (const lambda of [0, 0.3, 4]) {
    const { choices, margins } = fileDecisions(library, predicted, { lambdas: { size: lambda }, bounds: [] });
    for (let row = 0; row < ROWS; row++) {
      const objective = library.expertIds.map(
        (_, i) => library.benchmark.predicted.data[row * library.expertIds.length + i]! + lambda * size.score[i]!,
      );
      const [best, next] = [...objective].sort((a, b) => a - b);
      expect(objective[choices[row]!]).toBeCloseTo(best!, 6);
      expect(margins[row]).toBeCloseTo(next! - best!, 6);
    }
  }
});

test("the summary adds up: shares, mean predicted loss, the best single expert, mean costs", () => {
  const predicted = filePredictions(library, outputsOf(library));
  const decisions = fileDecisions(library, predicted, { lambdas: {}, bounds: [] });
  const { routed, shares, loss, single, means } = fileSummary(library, predicted, decisions);
  expect(routed).toBe(ROWS);
  expect(shares.reduce((sum, { count }) => sum + count, 0)).toBe(ROWS);
  expect(shares.map(({ count }) => count)).toEqual(shares.map(({ count }) => count).sort((a, b) => b - a));
  expect(loss).toBeLessThanOrEqual(single.loss);
  const k = library.constraints.findIndex(({ id }) => id === "size");
  const plain = [...decisions.choices].reduce((sum, i) => sum + library.constraints[k]!.raw[i]!, 0) / ROWS;
  expect(means[k]).toBeCloseTo(plain, 3);
});

test("a prompt without tokens has no decision and counts for nothing", () => {
  const outputs = outputsOf(library);
  outputs.losses.fill(Number.NaN, 0, library.manifest.router!.experts.length);
  const predicted = filePredictions(library, outputs);
  const decisions = fileDecisions(library, predicted, { lambdas: {}, bounds: [] });
  expect(decisions.choices[0]).toBe(-1);
  expect(decisions.margins[0]).toBeNaN();
  expect(fileSummary(library, predicted, decisions).routed).toBe(ROWS - 1);
});
