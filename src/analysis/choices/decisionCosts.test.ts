import { beforeAll, expect, test } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import { withTableRouter } from "../../library/evaluationTable/router/withTableRouter.ts";
import { type Library, openLibrary } from "../../library/load.ts";
import { importTable } from "../../library/testing/importTable.ts";
import { estimateBand } from "../../workers/statistics/band.ts";
import { estimateFigures } from "../../workers/statistics/figures.ts";
import { front } from "../front/front.ts";
import { breakpoints } from "../policy/breakpoints.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";
import { tablesOf } from "../statisticsTables.ts";
import { measuredChoices } from "./choices.ts";
import { chargedByCall } from "./decisionCosts.ts";
import { othersPenalty } from "./penalties.ts";

const PROMPTS = 40;
const MODELS = ["weak", "middle", "strong"];
const random = mulberry32(7);
const tokens = Array.from({ length: PROMPTS }, () => 20 + Math.floor(1_000 * random()));
/** US dollars: proportional to the prompt, with noise of the answer's length. */
const costs = tokens.map((count) => [1e-8, 1e-7, 1e-6].map((price) => price * (count + 300 * random())));
const predicted = tokens.map(() => MODELS.map((_, k) => 0.3 + 0.2 * k + 0.3 * random()));
const text = (withTokens: boolean) =>
  [
    ["id", "prompt", ...MODELS, ...MODELS.map((m) => `${m}|total_cost`), ...(withTokens ? MODELS.map((m) => `${m}|input_tokens`) : [])].join(), // biome-ignore format: a line
    ...tokens.map(
      (count, i) =>
      [i, `question ${i}`, ...MODELS.map((_, k) => (i * 7 + k * 3) % 4 > 1 ? 1 : 0), ...costs[i]!, ...(withTokens ? MODELS.map(() => count) : [])].join(), // biome-ignore format: a line
    ),
  ].join("\n");

async function trained(withTokens: boolean): Promise<Library> {
  const { folder, manifest, contents } = await importTable(
    new TextEncoder().encode(text(withTokens)).buffer as ArrayBuffer,
    "t.csv",
  );
  const library = await openLibrary(
    folder,
    manifest,
    contents.get(manifest.files[manifest.benchmark.prompts]!.sha256)!,
    true,
  );
  const router = {
    id: "r",
    name: "r",
    models: MODELS,
    meanCosts: null,
    heldOut: { ids: library.benchmark.ids, predicted: Float64Array.from(predicted.flat()) },
    coordinates: {
      columns: 1,
      data: new Float32Array(PROMPTS),
      x: new Float32Array(PROMPTS),
      y: new Float32Array(PROMPTS),
    },
  };
  return withTableRouter(library, router, []);
}

let library: Library;
beforeAll(async () => {
  library = await trained(true);
});

/** US dollars per 1,000 prompts by the line through the other prompts. */
function expectedAt(row: number, k: number): number {
  const others = [...tokens.keys()].filter((i) => i !== row);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(others.map((i) => tokens[i]!)), mean(others.map((i) => costs[i]![k]!))];
  const over = mean(others.map((i) => (tokens[i]! - mx) * (costs[i]![k]! - my)));
  const slope = over / mean(others.map((i) => (tokens[i]! - mx) ** 2));
  return 1_000 * Math.max(0, my + slope * (tokens[row]! - mx));
}

const byHand = (lambda: number, expected: typeof expectedAt): number[] =>
  predicted.map((scores, row) => {
    const values = scores.map((score, k) => 1 - score + lambda * expected(row, k));
    return values.indexOf(Math.min(...values));
  });

test("a router pays what the call costs and decides by what its length lets it expect", async () => {
  const rows = primaryRows(library);
  const ends = breakpoints(library, library.constraints[0]!);
  const request = { axis: "cost", outcome: "accuracy" as const, rows, others: othersPenalty(library, "cost", { lambdas: {}, bounds: [] }), scale: "linear" as const }; // biome-ignore format: a line
  const { score, raw } = library.constraints[0]!;
  for (const at of [0.15, 0.4, 0.7, 0.95]) {
    const lambda = ends[Math.floor(at * ends.length)]! * (1 + 1e-6);
    const policy = { lambdas: { cost: lambda }, bounds: [] };
    const wanted = byHand(lambda, expectedAt);
    expect([...measuredChoices(library, policy)]).toEqual(wanted);
    // Means of the models would decide otherwise.
    const meanOf = (_: number, k: number) => raw[k]!;
    expect(byHand(lambda, meanOf)).not.toEqual(wanted);
    const { router } = front(library, "cost", "accuracy", policy, rows);
    const step = router.lambda.findLastIndex((start) => start <= lambda);
    const paid = wanted.reduce((sum, k, row) => sum + 1_000 * costs[row]![k]!, 0) / PROMPTS;
    expect(router.x[step]! / paid).toBeCloseTo(1, 5);
    const figures = await estimateFigures(
      tablesOf(library),
      { ...request, score, raw, lambda, single: 0, policies: [] },
      async (bootstrap) => bootstrap.run(200),
    );
    const share = figures.policies.router!;
    expect(share[0]).toBeLessThanOrEqual(router.y[step]! + 1e-9);
    expect(share[1]).toBeGreaterThanOrEqual(router.y[step]! - 1e-9);
  }
  const band = await estimateBand(tablesOf(library), { ...request, score, raw }, async (bootstrap) =>
    bootstrap.run(200),
  );
  const { router } = front(library, "cost", "accuracy", { lambdas: {}, bounds: [] }, rows);
  expect(band.x[0]).toBeCloseTo(router.x[0]!, 9);
  expect(band.x.at(-1)).toBeCloseTo(router.x.at(-1)!, 9);
  expect(chargedByCall(library, "cost", { lambdas: { cost: 1 }, bounds: [] })).toBeNull();
});

test("without tokens it decides by the models' means", async () => {
  const plain = await trained(false);
  const { raw } = plain.constraints[0]!;
  for (const lambda of [0.5, 5, 50]) {
    const policy = { lambdas: { cost: lambda }, bounds: [] };
    expect([...measuredChoices(plain, policy)]).toEqual(byHand(lambda, (_, k) => raw[k]!));
  }
});
