import { expect, test } from "vitest";
import { readBaselineRouters, readBenchmark, readEmbeddings, readSpace } from "../../src/library/benchmark/parquet.ts";
import { parseManifest } from "../../src/library/manifest/manifest.ts";
import { shippedLibrary } from "../../src/library/testing/shippedLibrary.ts";
import { smallFiles } from "./small-library.ts";

test("the small library has the shipped one's figures for a third of its prompts in every file", async () => {
  const files = await smallFiles("models");
  const manifest = parseManifest(JSON.parse(files.get("library.json")!.toString()));
  const content = (path: string) => new Uint8Array(files.get(path)!).buffer;
  const { benchmark: whole } = await shippedLibrary();
  const ids = manifest.experts.map(({ id }) => id);
  const { prompts, embeddings, references, spaces, embeddingSize, rows } = manifest.benchmark;
  const benchmark = await readBenchmark(content(prompts), ids);
  expect(benchmark.rows).toBe(rows);
  expect(new Set(benchmark.domain)).toEqual(new Set(whole.domain));
  expect(new Set(benchmark.kind)).toEqual(new Set(whole.kind));
  const row = rows - 1;
  const same = whole.ids.indexOf(benchmark.ids[row]!);
  expect(benchmark.keywords[row]).toBe(whole.keywords[same]);
  const cells = (data: ArrayLike<number>, at: number) => Array.from(ids, (_, i) => data[at * ids.length + i]);
  expect(cells(benchmark.losses.data, row)).toEqual(cells(whole.losses.data, same));
  expect((await readEmbeddings(content(embeddings!), embeddingSize!)).rows).toBe(rows);
  const { knn } = await readBaselineRouters(content(references!), ["knn"], ids, benchmark.ids);
  expect(knn!.data.every(Number.isFinite)).toBe(true);
  expect((await readSpace(content(spaces!), "causal", benchmark.ids)).x.every(Number.isFinite)).toBe(true);
});
