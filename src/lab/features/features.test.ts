import { expect, it } from "vitest";
import { fnv1a } from "../text/promptKey.ts";
import { matrixFeature, surfaceFeature } from "./dense.ts";
import { CHARACTER_COLUMNS, hashedTerms, WORD_COLUMNS } from "./hashedTerms.ts";
import type { DenseRows, SparseRows } from "./rows.ts";
import { surfaceRows } from "./surface.ts";
import { tfidfFeature } from "./tfidf.ts";

it("surface numbers of a text", () => {
  const text = "Is 12 > 3?\nÉ𝔸 (No)";
  const length = 19;
  expect(Array.from(surfaceRows([text]).data, (value) => value.toFixed(5))).toEqual(
    [
      Math.log(1 + length - 1),
      Math.log(7),
      Math.log(2),
      Math.log(4),
      Math.log(3),
      2 / length,
      2 / length,
      3 / length,
      Math.log(2),
      (length - 1) / 7,
    ].map((value) => value.toFixed(5)),
  );
  expect([...surfaceRows([""]).data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

it("dense columns are standardised on the training prompts; constant ones become 0", () => {
  const data = Float64Array.of(1, 5, 3, 5, 9, 5);
  const feature = matrixFeature("vectors", { kind: "dense", rows: 3, columns: 2, data });
  const rows = feature.prepare(Int32Array.of(0, 1))(feature.raw) as DenseRows;
  expect(Array.from(rows.data, (value) => Math.round(value * 1000) / 1000)).toEqual([-1, 0, 1, 0, 7, 0]);
  const other: DenseRows = { kind: "dense", rows: 1, columns: 2, data: Float64Array.of(3, 6) };
  expect([...(feature.prepare(Int32Array.of(0, 1))(other) as DenseRows).data.subarray(1)]).toEqual([0]);
  expect(() => feature.prepare(Int32Array.of(0))(surfaceRows(["x"]))).toThrow("2 numbers");
  expect(() => matrixFeature("v", { kind: "dense", rows: 1, columns: 1, data: Float64Array.of(Number.NaN) })).toThrow(
    "not finite",
  );
});

it("hashed terms count words, pairs and parts of words", () => {
  const { starts, indices, values } = hashedTerms(["ab ab", "", "x"]);
  // “ab”, “ab ab”; “ ab”, “ab ”, “ ab ”.
  expect([...starts]).toEqual([0, 5, 5, 7]);
  const twice = Math.fround(1 + Math.log(2));
  expect(Array.from(values.subarray(0, 5)).sort()).toEqual([1, twice, twice, twice, twice]);
  expect(indices.subarray(0, 5).filter((column) => column < WORD_COLUMNS).length).toBe(2);
  expect(Math.max(...indices)).toBeLessThan(WORD_COLUMNS + CHARACTER_COLUMNS);
});

it("terms are hashed by FNV-1a over UTF-8", () => {
  const { indices } = hashedTerms(["Größe 日本"]);
  const words = ["größe", "日本", "größe 日本"].map((term) => fnv1a(term) % WORD_COLUMNS);
  const parts = [" gr", "grö", "röß", "öße", "ße ", " grö", "größ", "röße", "öße ", " größ", "größe", "röße "];
  const others = [" 日本", "日本 ", " 日本 "];
  const expected = [...words, ...[...parts, ...others].map((part) => WORD_COLUMNS + (fnv1a(part) % CHARACTER_COLUMNS))];
  expect([...indices]).toEqual(expected.sort((a, b) => a - b));
});

it("TF-IDF knows only words of the training prompts; blocks have length 1/√2", () => {
  const feature = tfidfFeature(["red house", "blue house", "green tree"]);
  const rows = feature.prepare(Int32Array.of(0, 1))(feature.raw) as SparseRows;
  const squares = (row: number) =>
    rows.values.subarray(rows.starts[row]!, rows.starts[row + 1]!).reduce((sum, value) => sum + value * value, 0);
  expect(squares(0)).toBeCloseTo(1, 5);
  // “house” stands in both, and weighs nothing; the third prompt's words were not seen, but “ree” is in “green tree” only.
  expect(rows.values.filter((value) => value > 0).length).toBeGreaterThan(0);
  expect(squares(2)).toBe(0);
});

it("rows of other texts equal those of the same prompts", () => {
  const texts = ["one two", "three 4?"];
  for (const feature of [surfaceFeature(texts), tfidfFeature(texts)])
    expect(feature.ofTexts!(texts)).toEqual(feature.raw);
});
