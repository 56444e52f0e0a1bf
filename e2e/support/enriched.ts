import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Matrix } from "../../src/core/matrix.ts";
import { minMax } from "../../src/core/objective/scaling.ts";
import type { Benchmark } from "../../src/library/benchmark/benchmark.ts";
import type { ConstraintInfo, RoutedManifest } from "../../src/library/manifest/manifest.ts";
import { type Column, writeParquet } from "../../src/library/testing/fixtures.ts";
import { EXPERTS, shippedBenchmark } from "./benchmark.ts";
import { manifest } from "./explorer.ts";

/** Nats per token by which every expert of the other library is better. */
export const ADVANTAGE = 0.5;

const MORE: readonly Pick<ConstraintInfo, "id" | "label" | "unit" | "scale">[] = [
  { id: "latency", label: "Latency", unit: "ms per prompt", scale: "log" },
  { id: "verbosity", label: "Verbosity", unit: "characters", scale: "linear" },
  { id: "readability", label: "Readability", unit: "reading grade", scale: "linear" },
  { id: "security", label: "Security", unit: "rate", scale: "linear" },
  { id: "hallucination", label: "Hallucination", unit: "rate", scale: "linear" },
];

/**
 * The shipped manifest with every constraint that flags have words for. Constraints that the library does not measure get made-up
 * values that differ between experts: the test is about what the page does with them.
 */
export function withAllConstraints(): RoutedManifest {
  const library = structuredClone(manifest);
  MORE.forEach((info, k) => {
    if (library.constraints.some(({ id }) => id === info.id)) return;
    const raw = EXPERTS.map(
      (_, i) => (1 + ((i * (2 * k + 3) + 5 * k) % EXPERTS.length)) / (info.unit === "rate" ? 100 : 1),
    );
    const score = minMax(raw, info.scale);
    const byExpert = (values: ArrayLike<number>) => Object.fromEntries(EXPERTS.map((id, i) => [id, values[i]!]));
    library.constraints.push({ ...info, description: "", measured: "", raw: byExpert(raw), score: byExpert(score) });
  });
  return library;
}

/** Serves another manifest in place of the shipped one. */
export const serveManifest = (page: Page, library: object) =>
  page.route(/\/models\/library\.json$/, (route) => route.fulfill({ json: library }));

/**
 * Serves the shipped library with references whose outcome is known, and with another library next to it: kNN predicts the true
 * losses, so it equals the oracle; ridge regression predicts the same as the router; and every expert of the other library,
 * "Joint", is better by `ADVANTAGE` than its counterpart.
 */
export async function serveComparisons(page: Page, base: RoutedManifest = manifest): Promise<void> {
  const benchmark = await shippedBenchmark();
  const references = writeParquet([
    { name: "id", data: benchmark.ids, type: "BYTE_ARRAY" },
    ...columns("knn", benchmark.losses),
    ...columns("ridge", benchmark.predicted),
  ]);
  const prompts = writeParquet(promptColumns(benchmark));
  const library = structuredClone(base);
  library.benchmark.references = "benchmark/references.parquet";
  library.files["benchmark/references.parquet"] = fileOf(references);
  library.variants = [{ id: "joint", label: "Joint", description: "Better by half a nat.", folder: "joint" }];
  const joint = structuredClone(base);
  joint.id = "joint";
  joint.files[joint.benchmark.prompts] = fileOf(prompts);
  await serveManifest(page, library);
  await page.route(/\/models\/joint\/library\.json$/, (route) => route.fulfill({ json: joint }));
  await serveFile(page, /\/models\/benchmark\/references\.parquet$/, references);
  await serveFile(page, /\/models\/joint\/benchmark\/prompts\.parquet$/, prompts);
}

const serveFile = (page: Page, address: RegExp, content: ArrayBuffer) =>
  page.route(address, (route) =>
    route.fulfill({ body: Buffer.from(content), contentType: "application/octet-stream" }),
  );

function fileOf(content: ArrayBuffer): { sha256: string; bytes: number } {
  return { sha256: createHash("sha256").update(new Uint8Array(content)).digest("hex"), bytes: content.byteLength };
}

function columns(name: string, { rows, columns: count, data }: Matrix, shift = 0): Column[] {
  return EXPERTS.map((id, i) => ({
    name: `${name}:${id}`,
    data: Array.from({ length: rows }, (_, row) => data[row * count + i]! + shift),
    type: "FLOAT",
  }));
}

function promptColumns(benchmark: Benchmark): Column[] {
  const texts = ["ids", "kind", "domain", "part", "source", "keywords"] as const;
  return [
    ...texts.map((name): Column => {
      return { name: name === "ids" ? "id" : name, data: benchmark[name], type: "BYTE_ARRAY" };
    }),
    { name: "tokens", data: [...benchmark.tokens], type: "INT32" },
    ...columns("loss", benchmark.losses, -ADVANTAGE),
    ...columns("accuracy", benchmark.accuracies),
    ...columns("predicted", benchmark.predicted, -ADVANTAGE),
    { name: "x", data: [...benchmark.x], type: "FLOAT" },
    { name: "y", data: [...benchmark.y], type: "FLOAT" },
  ];
}
