import { beforeAll, expect, test } from "vitest";
import { pointAt } from "../../core/curves/curve.ts";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { NO_POLICY } from "../../state/policy.ts";
import type { Outcome } from "../../state/store.ts";
import { routerChoices } from "../choices/choices.ts";
import { sliderEnds } from "../policy/sliderScales.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";
import { baselines } from "./baselines.ts";
import { front } from "./front.ts";

let library: Library;

beforeAll(async () => {
  library = await shippedLibrary();
});

/** The front from first principles: every prompt, every expert, one λ at a time. */
function bruteForce(kind: "router" | "oracle", axis: string, outcome: Outcome, lambdas: Record<string, number>) {
  const { predicted, losses, accuracies, kind: kinds } = library.benchmark;
  const decision = kind === "router" ? predicted : losses;
  const table = outcome === "loss" ? losses : accuracies;
  const raw = library.constraints.find((c) => c.id === axis)!.raw;
  const experts = library.expertIds.length;
  let [x, known, y, prompts] = [0, 0, 0, 0];
  for (let row = 0; row < library.benchmark.rows; row++) {
    if (kinds[row] !== "window") continue;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < experts; i++) {
      let cost = decision.data[row * experts + i]!;
      for (const { id, score } of library.constraints) {
        cost += (lambdas[id] ?? 0) * (Number.isNaN(score[i]!) ? 1 : score[i]!);
      }
      if (cost < least) [best, least] = [i, cost];
    }
    prompts++;
    y += table.data[row * experts + best]!;
    if (!Number.isNaN(raw[best]!)) {
      x += raw[best]!;
      known++;
    }
  }
  return { x: x / known, y: y / prompts };
}

test.each([0, 0.1, 0.37, 1.3, 6])(
  "at λ = %d both curves equal a brute-force computation from the Parquet file",
  (lambda) => {
    for (const { id: axis } of library.constraints) {
      for (const outcome of ["loss", "accuracy"] as const) {
        for (const other of [0, 0.25]) {
          const lambdas = Object.fromEntries(library.constraints.map(({ id }) => [id, id === axis ? lambda : other]));
          const policy = { lambdas, bounds: [] };
          const curves = front(library, axis, outcome, policy, primaryRows(library));
          for (const kind of ["router", "oracle"] as const) {
            const exact = pointAt(curves[kind], lambda);
            const brute = bruteForce(kind, axis, outcome, lambdas);
            expect(exact.y).toBeCloseTo(brute.y, 9);
            // Relative where possible: a rate may be zero for all chosen experts.
            expect(Math.abs(exact.x - brute.x)).toBeLessThanOrEqual(1e-9 * (Math.abs(brute.x) || 1));
          }
        }
      }
    }
  },
);

test("at the end of a slider no benchmark prompt chooses an expert that is worse in that constraint", () => {
  const ends = sliderEnds(library, null);
  for (const { id, score } of library.constraints) {
    const choices = routerChoices(library, { lambdas: { [id]: ends[id]! }, bounds: [] });
    const best = Math.min(...score.filter((value) => !Number.isNaN(value)));
    for (const row of primaryRows(library)) expect(score[choices[row]!]).toBe(best);
  }
});

test("the router beats the best single expert and a random one, and no policy beats the oracle", () => {
  const rows = primaryRows(library);
  const curves = front(library, "size", "loss", NO_POLICY, rows);
  const marks = Object.fromEntries(baselines(library, "size", "loss", rows).map(({ id, y }) => [id, y]));
  const router = pointAt(curves.router, 0).y;
  const oracle = pointAt(curves.oracle, 0).y;
  expect(router).toBeLessThan(marks.single!);
  expect(marks.single!).toBeLessThan(marks.random!);
  for (const loss of [router, ...Object.values(marks)]) expect(oracle).toBeLessThanOrEqual(loss);
});
