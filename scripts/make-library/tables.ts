import { clustersOf } from "../../src/core/stats/clusters.ts";
import { type Column, writeParquet } from "../../src/library/benchmark/writeParquet.ts";
import type { MeasuredPrompt } from "./losses.ts";
import type { Routed } from "./route.ts";

export const PROMPTS = "benchmark/prompts.parquet";
export const EMBEDDINGS = "benchmark/embeddings.parquet";

/** Document numbers, if the table has any; a prompt of an unknown document counts as a document of its own. */
function documentColumn(prompts: readonly MeasuredPrompt[]): Column[] {
  if (prompts.every(({ document }) => document === "")) return [];
  const names = prompts.map(({ id, domain, document }) => JSON.stringify(document === "" ? [id] : [domain, document]));
  return [{ name: "document", data: Array.from(clustersOf(names).of), type: "INT32" }];
}

/** The benchmark's Parquet files, by path. They do not contain the prompts' texts. */
export function benchmarkFiles(
  experts: readonly string[],
  prompts: readonly MeasuredPrompt[],
  { tokens, predicted, states }: Routed,
  places: readonly (readonly [x: number, y: number])[],
): Map<string, ArrayBuffer> {
  const text = (name: "id" | "kind" | "domain" | "part" | "source" | "keywords"): Column => {
    return { name, data: prompts.map((prompt) => prompt[name]), type: "BYTE_ARRAY" };
  };
  const number = (name: string, data: readonly number[]): Column => {
    return { name, data: data.map((value) => (Number.isNaN(value) ? null : value)), type: "FLOAT" };
  };
  const columns = [
    ...(["id", "kind", "domain", "part", "source", "keywords"] as const).map(text),
    ...documentColumn(prompts),
    { name: "tokens", data: tokens, type: "INT32" as const },
    ...experts.flatMap((id, i) => [
      number(
        `loss:${id}`,
        prompts.map(({ losses }) => losses[i]!),
      ),
      number(
        `accuracy:${id}`,
        prompts.map(({ accuracies }) => accuracies[i]!),
      ),
      number(
        `predicted:${id}`,
        predicted.map((losses) => losses[i]!),
      ),
    ]),
    number(
      "x",
      places.map(([x]) => x),
    ),
    number(
      "y",
      places.map(([, y]) => y),
    ),
  ];
  const size = states[0]?.length ?? 0;
  const stateColumns = Array.from({ length: size }, (_, k) =>
    number(
      `state_${k}`,
      states.map((state) => state[k]!),
    ),
  );
  return new Map([
    [PROMPTS, writeParquet(columns)],
    [EMBEDDINGS, writeParquet(stateColumns)],
  ]);
}
