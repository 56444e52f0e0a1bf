import { describe, expect, it } from "vitest";
import { readHere } from "./benchmark/readHere.ts";
import { ManifestError, ParquetError } from "./errors.ts";
import { type LoadOptions, loadLibrary as load } from "./load.ts";
import { sha256Hex } from "./storage/hash.ts";
import { binary, fakeFetch, minimalManifest, promptColumns, writeParquet } from "./testing/fixtures.ts";

const BASE = "https://example.test/app/models";
const loadLibrary = (base: string, options: Omit<LoadOptions, "reader">) =>
  load(base, { reader: readHere, ...options });

/** A server with the fixture library; the manifest may be changed before it is served. */
async function server(change: (draft: ReturnType<typeof minimalManifest>) => void = () => {}, manifest?: string) {
  const prompts = writeParquet(promptColumns());
  const draft = minimalManifest({
    "benchmark/prompts.parquet": { sha256: await sha256Hex(prompts), bytes: prompts.byteLength },
  });
  change(draft);
  return {
    bytes: prompts.byteLength,
    ...fakeFetch({
      "library.json": [() => new Response(manifest ?? JSON.stringify(draft))],
      "prompts.parquet": [() => binary(prompts)],
    }),
  };
}

describe("loading a library", () => {
  it("returns the manifest, the benchmark and the constraints in the order of the experts", async () => {
    const { fetch, asked, bytes } = await server();
    const progress: number[][] = [];
    const library = await loadLibrary(BASE, { fetch, onProgress: (...step) => progress.push(step) });
    expect(library.expertIds).toEqual(["alpha", "beta"]);
    expect(library.benchmark.rows).toBe(3);
    expect(library.verified).toBe(true);
    expect(library.constraints[1]).toEqual({
      id: "recency",
      label: "Recency",
      unit: "years old",
      scale: "linear",
      axis: "linear",
      description: "Age of the newest text.",
      measured: "from dates",
      raw: Float64Array.of(3, Number.NaN),
      score: Float64Array.of(0, Number.NaN),
    });
    expect(progress.at(-1)).toEqual([bytes, bytes]);
    expect(asked).toEqual([
      { file: "library.json", cache: "no-cache" },
      { file: "prompts.parquet", cache: "default" },
    ]);
  });

  it("knows the URLs and hashes of its files", async () => {
    const { fetch } = await server();
    const library = await loadLibrary(`${BASE}/`, { fetch });
    expect(library.baseUrl).toBe(`${BASE}/`);
    expect(library.url("router/x")).toBe(`${BASE}/router/x`);
    expect(library.file("router/onnx/model_fp16.onnx")).toEqual({
      url: `${BASE}/router/onnx/model_fp16.onnx`,
      sha256: "0".repeat(64),
      bytes: 1,
    });
    expect(() => library.file("toString")).toThrow(ManifestError);
  });

  it("fails when the benchmark does not match the manifest", async () => {
    const rows = await server((draft) => (draft.benchmark.rows = 4));
    await expect(loadLibrary(BASE, rows)).rejects.toThrow("has 3 prompts, but the manifest promises 4");
    const domain = await server((draft) => (draft.domains = draft.domains.slice(0, 1)));
    const error = await loadLibrary(BASE, domain).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ParquetError);
    expect(String(error)).toContain("the domain “code”, which the manifest does not list");
  });

  it("fails with a ManifestError when the manifest is not JSON, and reports a missing one", async () => {
    await expect(loadLibrary(BASE, await server(undefined, "{"))).rejects.toThrow(
      /library\.json, line 1, column 2: is not valid JSON/,
    );
    await expect(loadLibrary(BASE, fakeFetch({}))).rejects.toThrow("app/models/library.json could not be fetched");
  });

  it("can be cancelled", async () => {
    const { fetch } = await server();
    await expect(loadLibrary(BASE, { fetch, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});
