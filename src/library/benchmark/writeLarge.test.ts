import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { expect, it } from "vitest";
import { ColumnFile } from "./columns.ts";
import { writeLarge } from "./writeLarge.ts";

const words = ["", "law", "größer", "法", "😀", "a".repeat(300), "\0", "\r\n"];
const rows = 600;
const from = <T>(at: (row: number) => T) => Array.from({ length: rows }, (_, row) => at(row));
const columns = {
  constant: from(() => "window"),
  few: from((row) => words[row % words.length]!),
  repeated: from((row) => `word ${row % 290}`),
  different: from((row) => `${"法".repeat(row % 7)} ${row}`),
};
const numbers = {
  unknown: new Float32Array(rows).fill(Number.NaN),
  scores: Float32Array.from({ length: rows }, (_, row) => [0, 1, -0, Number.NaN, 0.25][row % 5]!),
  repeats: Float32Array.from({ length: rows }, (_, row) => (row % 270) / 7),
  costs: Float32Array.from({ length: rows }, (_, row) => row / 3),
  documents: Int32Array.from({ length: rows }, (_, row) => row - 300),
};
const file = () =>
  writeLarge([
    ...Object.entries(columns).map(([name, texts]) => ({ name, texts })),
    ...Object.entries(numbers).map(([name, values]) => ({ name, numbers: values })),
  ]);

it("texts and numbers are read as they were written, with a dictionary or without", () => {
  const read = new ColumnFile(file(), "large.parquet");
  expect(read.rows).toBe(rows);
  for (const [name, texts] of Object.entries(columns)) expect(read.read(name), name).toEqual(texts);
  for (const [name, values] of Object.entries(numbers)) expect(read.numbers(name), name).toEqual(Float64Array.from(values)); // biome-ignore format: a line
});

it("hyparquet reads the same", async () => {
  const objects = await parquetReadObjects({ file: file() });
  for (const [name, texts] of Object.entries(columns)) expect(objects.map((row) => row[name])).toEqual(texts);
  for (const [name, values] of Object.entries(numbers)) expect(objects.map((row) => row[name])).toEqual([...values]);
});

it("few different values take little room", () => {
  const size = (texts: string[]) => writeLarge([{ name: "text", texts }]).byteLength;
  expect(size(columns.constant)).toBeLessThan(300);
  expect(size(columns.few)).toBeLessThan(rows + 700);
  expect(size(columns.repeated)).toBeLessThan(size(from((row) => `word ${row}`)));
});

it("any texts and figures are read as they were written", () => {
  const row = fc.tuple(fc.string({ unit: "grapheme" }), fc.float(), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (given) => {
      const texts = given.map(([text]) => text);
      const figures = Float32Array.from(given, ([, figure]) => figure);
      const wholes = Int32Array.from(given, ([, , whole]) => whole);
      const written = [{ name: "t", texts }, { name: "f", numbers: figures }, { name: "w", numbers: wholes }]; // biome-ignore format: a line
      const read = new ColumnFile(writeLarge(written), "large.parquet");
      expect(read.read("t")).toEqual(texts);
      expect(read.numbers("f")).toEqual(Float64Array.from(figures));
      expect(read.numbers("w")).toEqual(Float64Array.from(wholes));
    }),
  );
});

it("long texts, empty ones and halves of surrogate pairs leave the texts beside them whole", () => {
  const long = "größer 😀 ".repeat(10_000);
  const texts = ["first", "", "\ud83d", "\ude00\ud83d", long, "\0\0\0\0", "法", "a".repeat(200_000), "", "last"];
  const read = new ColumnFile(writeLarge([{ name: "t", texts }]), "large.parquet");
  const wellFormed = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));
  expect(read.read("t")).toEqual(texts.map(wellFormed));
});
