import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { ParquetError } from "../errors.ts";
import { type Column, EXPERTS, promptColumns, writeParquet } from "../testing/fixtures.ts";
import { decodeFloat16 } from "./float16.ts";
import { readBaselineRouters, readBenchmark, readEmbeddings } from "./parquet.ts";

const without = (name: string) => promptColumns().filter((column) => column.name !== name);
const changed = (name: string, change: Partial<Column>) =>
  promptColumns().map((column) => (column.name === name ? { ...column, ...change } : column));

describe("the benchmark's prompts", () => {
  it("are typed arrays, with experts in the order of the manifest", async () => {
    const benchmark = await readBenchmark(writeParquet(promptColumns()), ["beta", "alpha"]);
    expect(benchmark).toEqual({
      rows: 3,
      ids: ["p@0", "p@64", "q@0"],
      kind: ["window", "window", "held-out"],
      document: null,
      domain: ["law", "law", "code"],
      part: ["law", "law", "code/c"],
      source: ["case 1", "case 1", "file é.c"],
      keywords: ["court, appeal", "court, fact", "char, void"],
      tokens: Int32Array.of(64, 126, 90),
      losses: { rows: 3, columns: 2, data: Float32Array.of(4.5, 1.5, 5.5, 2.5, Number.NaN, 3.5) },
      accuracies: { rows: 3, columns: 2, data: Float32Array.of(0, 0.5, 1, 0.25, Number.NaN, 0.125) },
      predicted: { rows: 3, columns: 2, data: Float32Array.of(Number.NaN, 1, Number.NaN, 2, Number.NaN, 3) },
      x: Float32Array.of(-1, 0, 1),
      y: Float32Array.of(2, 3, 4),
    });
  });

  it("include the documents if the table has them", async () => {
    const columns = [...promptColumns(), { name: "document", data: [4, 4, 0], type: "INT32" as const }];
    const { document } = await readBenchmark(writeParquet(columns), EXPERTS);
    expect(document).toEqual(Int32Array.of(4, 4, 0));
  });

  it("match what hyparquet, slower and without limits, reads from the same file", async () => {
    const file = writeParquet(promptColumns(), { rowGroupSize: 2 });
    const benchmark = await readBenchmark(file, EXPERTS);
    const objects = await parquetReadObjects({ file });
    expect(objects.map(({ source }) => source)).toEqual(benchmark.source);
    expect(objects.map((row) => row["loss:beta"] ?? Number.NaN)).toEqual([4.5, 5.5, Number.NaN]);
    expect(objects.map(({ tokens }) => tokens)).toEqual(Array.from(benchmark.tokens));
  });

  it("are the same from several row groups and without compression", async () => {
    const whole = await readBenchmark(writeParquet(promptColumns()), EXPERTS);
    const pieces = writeParquet(promptColumns(), { rowGroupSize: 1, codec: "UNCOMPRESSED" });
    expect(await readBenchmark(pieces, EXPERTS)).toEqual(whole);
  });

  it.each<[string, Column[], string]>([
    ["a column is missing", without("loss:beta"), "has no column “loss:beta”"],
    ["a column has another type", changed("x", { type: "BYTE_ARRAY", data: ["a", "b", "c"] }), "of type BYTE_ARRAY"],
    ["texts are numbers", changed("kind", { type: "INT32", data: [1, 2, 3] }), "column “kind” of type INT32"],
    ["two prompts share an id", changed("id", { data: ["a", "a", "b"] }), "same id"],
    ["a prompt has no id", changed("id", { data: ["a", null, "b"] }), "same id or with none"],
  ])("are refused when %s", async (_, columns, message) => {
    const error = await readBenchmark(writeParquet(columns), EXPERTS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ParquetError);
    expect(String(error)).toContain(message);
    expect(String(error)).toContain("benchmark/prompts.parquet");
  });

  it("are refused when compressed with an unsupported codec", async () => {
    const packed = writeParquet(promptColumns(), { codec: "GZIP", compressors: { GZIP: (bytes) => bytes } });
    await expect(readBenchmark(packed, EXPERTS)).rejects.toThrow("is packed with GZIP; write it with SNAPPY or none");
  });

  it("fail with a ParquetError however the file is damaged", async () => {
    const good = new Uint8Array(writeParquet(promptColumns()));
    const damages = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(damages, fc.nat(good.length), async (bytes, length) => {
        const damaged = good.slice();
        for (const [at, value] of bytes) damaged[at] = value;
        for (const file of [damaged, good.slice(0, length), new Uint8Array(length)]) {
          try {
            await readBenchmark(file.buffer, EXPERTS);
          } catch (error) {
            expect(error).toBeInstanceOf(ParquetError);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("embeddings", () => {
  const state = (...bits: number[]) => new Uint8Array(Uint16Array.from(bits).buffer);
  const stateColumn = (data: unknown[], bytes = 4): Column[] => [
    { name: "id", data: data.map((_, i) => `p${i}`), type: "BYTE_ARRAY" },
    { name: "state", data, type: "FIXED_LEN_BYTE_ARRAY", bytes },
  ];

  it("are unpacked from half-precision bytes", async () => {
    const file = writeParquet(stateColumn([state(0x3c00, 0xc000), state(0x0001, 0x7bff)]));
    expect(await readEmbeddings(file, 2)).toEqual({
      rows: 2,
      columns: 2,
      data: Float32Array.of(1, -2, 2 ** -24, 65504),
    });
  });

  const steps = (...data: (number | null)[]): Column => ({ name: "scale", data, type: "FLOAT" });

  it("are unpacked from signed bytes by the step of their row", async () => {
    const rows = [Uint8Array.of(127, 129), Uint8Array.of(0, 255)];
    const file = writeParquet([...stateColumn(rows, 2), steps(0.5, 2)]);
    expect(await readEmbeddings(file, 2)).toEqual({
      rows: 2,
      columns: 2,
      data: Float32Array.of(63.5, -63.5, 0, -2),
      rounding: Float32Array.of(0.25 * Math.SQRT2, Math.SQRT2),
    });
    await expect(readEmbeddings(file, 1)).rejects.toThrow("states of 2 bytes, but the manifest promises 1");
    const without = writeParquet([...stateColumn(rows, 2), steps(0.5, null)]);
    await expect(readEmbeddings(without, 2)).rejects.toThrow("no step of the state in row 1");
  });

  it("may also be one column per number", async () => {
    const file = writeParquet([
      { name: "id", data: ["a", "b"], type: "BYTE_ARRAY" },
      { name: "state_0", data: [1, 2], type: "FLOAT" },
      { name: "state_1", data: [3, 4], type: "FLOAT" },
    ]);
    expect(await readEmbeddings(file, 2)).toEqual({ rows: 2, columns: 2, data: Float32Array.of(1, 3, 2, 4) });
  });

  it("are refused when missing or shorter than the manifest says", async () => {
    const file = writeParquet(stateColumn([state(0, 0), state(0, 0)]));
    await expect(readEmbeddings(file, 3)).rejects.toThrow("states of 4 bytes, but the manifest promises 6");
    await expect(readEmbeddings(writeParquet(stateColumn([state(0, 0), null])), 2)).rejects.toThrow(
      "no state in row 1",
    );
    await expect(readEmbeddings(writeParquet(promptColumns()), 2)).rejects.toThrow("has no column “state_0”");
  });
});

describe("references", () => {
  const number = (name: string, ...data: (number | null)[]): Column => ({ name, data, type: "FLOAT" });
  const columns = (): Column[] => [
    { name: "id", data: ["c", "a", "b"], type: "BYTE_ARRAY" },
    number("knn:alpha", 3, 1, 2),
    number("knn:beta", 6, 4, null),
    number("ridge:beta", 9, 7, 8),
  ];
  const read = (list: readonly Column[], ids: readonly string[]) =>
    readBaselineRouters(writeParquet(list), ["knn", "ridge", "tree"], ["alpha", "beta"], ids);

  it("are in the order of the benchmark's prompts, whatever the order of the file", async () => {
    const { knn, ridge, tree } = await read(columns(), ["a", "b", "c", "elsewhere"]);
    const none = Number.NaN;
    expect(knn).toEqual({ rows: 4, columns: 2, data: Float32Array.of(1, 4, 2, none, 3, 6, none, none) });
    expect(ridge!.data).toEqual(Float32Array.of(none, 7, none, 8, none, 9, none, none));
    expect(tree).toBeUndefined();
  });

  it("of a damaged file are refused with its name", async () => {
    await expect(read(columns().slice(1), ["a"])).rejects.toThrow("references.parquet has no column “id”");
    const [ids, ...rest] = columns();
    await expect(read([{ ...ids!, data: ["a", "a", "b"] }, ...rest], ["a"])).rejects.toThrow("same id");
    const texts: Column = { name: "knn:alpha", data: ["x", "y", "z"], type: "BYTE_ARRAY" };
    await expect(read([ids!, texts], ["a"])).rejects.toThrow("knn:alpha");
  });
});

describe("half-precision numbers", () => {
  it("decode as IEEE 754 defines them, all 65 536", () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const decoded = new Float32Array(65_537);
    decodeFloat16(new Uint8Array(bits.buffer), decoded, 1);
    for (let i = 0; i < 65_536; i++) {
      const [sign, exponent, fraction] = [i >> 15 ? -1 : 1, (i >> 10) & 31, i & 1023];
      const subnormal = exponent === 0;
      const finite = sign * 2 ** (subnormal ? -14 : exponent - 15) * ((subnormal ? 0 : 1) + fraction / 1024);
      const expected = exponent < 31 ? finite : fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
      if (!Object.is(decoded[i + 1], expected)) expect([i, decoded[i + 1]]).toEqual([i, expected]);
    }
  });
});
