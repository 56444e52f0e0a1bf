import type { SchemaElement } from "hyparquet";
import { describe, expect, it } from "vitest";
import { type ColumnChunk, decodeChunk, decodeNumbers } from "./pages.ts";

/** Pages of format version 1, as most writers make them, byte by byte (Thrift compact: field step and type, then zigzag numbers). */
const zigzag = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = 2 * value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
};
const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;
const field = (step: number, value: number) => [(step << 4) | 5, ...zigzag(value)];
const header = (kind: number, size: number, step: number, inner: number[]) => [
  ...[...field(1, kind), ...field(1, size), ...field(1, size)],
  ...[(step << 4) | 12, ...inner, 0, 0],
];
const dataPage = (count: number, encoding: number, body: number[], size = body.length) => [
  ...header(0, size, 2, [...field(1, count), ...field(1, encoding), ...field(1, RLE), ...field(1, RLE)]),
  ...body,
];
const dictionaryPage = (count: number, body: number[]) => [
  ...header(2, body.length, 4, [...field(1, count), ...field(1, PLAIN)]),
  ...body,
];
const int32 = (...values: number[]) => Array.from(new Uint8Array(Int32Array.from(values).buffer));
const strings = (...values: string[]) =>
  values.flatMap((value) => [...int32(value.length), ...new TextEncoder().encode(value)]);

const decode = (bytes: number[], rows: number, element: Partial<SchemaElement>, more: Partial<ColumnChunk> = {}) =>
  decodeChunk({
    bytes: Uint8Array.from(bytes),
    element: { name: "x", repetition_type: "REQUIRED", ...element },
    codec: "UNCOMPRESSED",
    rows,
    unpackedBytes: bytes.length,
    ...more,
  });

describe("pages of format version 1", () => {
  it("contain plain values, over any number of pages", () => {
    const pages = [...dataPage(2, PLAIN, int32(7, -1)), ...dataPage(1, PLAIN, int32(9))];
    expect(decode(pages, 3, { type: "INT32" })).toEqual([7, -1, 9]);
  });

  it("contain null marks before the values", () => {
    const body = [...int32(2), 3, 0b101, ...int32(7, 9)];
    expect(decode(dataPage(3, PLAIN, body), 3, { type: "INT32", repetition_type: "OPTIONAL" })).toEqual([7, null, 9]);
  });

  it("contain texts: plain ASCII of any length, others, and empty ones", () => {
    const bytes = (texts: string[]) =>
      texts.flatMap((text) => {
        const own = [...new TextEncoder().encode(text)];
        return [...int32(own.length), ...own];
      });
    for (const texts of [["", "law", "a".repeat(150), "b".repeat(300), ""], ["law", "größer", "", "法", "😀"], [""]]) {
      expect(decode(dataPage(texts.length, PLAIN, bytes(texts)), texts.length, { type: "BYTE_ARRAY" })).toEqual(texts);
    }
  });

  it("contain indices into a dictionary", () => {
    const pages = [...dictionaryPage(2, strings("law", "code")), ...dataPage(4, RLE_DICTIONARY, [1, 3, 0b0110])];
    expect(decode(pages, 4, { type: "BYTE_ARRAY" })).toEqual(["law", "code", "code", "law"]);
  });
});

describe("columns of numbers", () => {
  const numbers = (bytes: number[], rows: number, element: Partial<SchemaElement>) =>
    decodeNumbers({
      bytes: Uint8Array.from(bytes),
      element: { name: "x", repetition_type: "REQUIRED", ...element },
      codec: "UNCOMPRESSED",
      rows,
      unpackedBytes: bytes.length,
    });

  it("are decoded as typed arrays, over any number of pages, with NaN for nulls", () => {
    const marked = (...marks: number[]) => [...int32(2), 3, ...marks];
    const pages = [
      ...dataPage(3, PLAIN, [...marked(0b101), ...int32(7, 9)]),
      ...dataPage(2, PLAIN, [...marked(0b11), ...int32(-1, 4)]),
    ];
    expect(numbers(pages, 5, { type: "INT32", repetition_type: "OPTIONAL" })).toEqual(
      Float64Array.of(7, Number.NaN, 9, -1, 4),
    );
  });

  it("may have a dictionary, with a whole byte for each value too", () => {
    const dictionary = dictionaryPage(2, int32(5, 6));
    const bits = [...dictionary, ...dataPage(4, RLE_DICTIONARY, [1, 3, 0b0110])];
    expect(numbers(bits, 4, { type: "INT32" })).toEqual(Float64Array.of(5, 6, 6, 5));
    const whole = (place: number) => [
      ...dictionary,
      ...dataPage(3, RLE_DICTIONARY, [8, 3, 0, 1, place, 0, 0, 0, 0, 0]),
    ];
    expect(numbers(whole(1), 3, { type: "INT32" })).toEqual(Float64Array.of(5, 6, 6));
    expect(() => numbers(whole(2), 3, { type: "INT32" })).toThrow("outside the dictionary");
    expect(() =>
      numbers([...dictionary, ...dataPage(3, RLE_DICTIONARY, [8, 3, 0, 1])], 3, { type: "INT32" }),
    ).toThrow();
  });

  it("are no texts", () => {
    expect(() => numbers(dataPage(1, PLAIN, strings("law")), 1, { type: "BYTE_ARRAY" })).toThrow("BYTE_ARRAY");
  });
});

describe("a damaged page", () => {
  const number: Partial<SchemaElement> = { type: "INT32" };
  it.each<[string, () => unknown]>([
    ["claims more values than rows are left", () => decode(dataPage(9, PLAIN, int32(1)), 1, number)],
    ["claims more values than it has bytes", () => decode(dataPage(1e8, PLAIN, int32(1)), 1e8, number)],
    ["claims more bytes than there are", () => decode(dataPage(1, PLAIN, int32(1), 99), 1, number)],
    [
      "unpacks to more than the footer promised",
      () => decode(dataPage(1, PLAIN, int32(1)), 1, number, { unpackedBytes: 3 }),
    ],
    [
      "points outside the dictionary",
      () => decode([...dictionaryPage(1, int32(5)), ...dataPage(1, RLE_DICTIONARY, [1, 2, 1])], 1, number),
    ],
    ["has no dictionary", () => decode(dataPage(1, RLE_DICTIONARY, [1, 2, 1]), 1, number)],
    ["has a dictionary of more values than bytes", () => decode(dictionaryPage(1e9, int32(5)), 1, number)],
    ["has an unknown encoding", () => decode(dataPage(1, 5, int32(1)), 1, number)],
    ["holds a type that no library needs", () => decode(dataPage(1, PLAIN, int32(1, 1)), 1, { type: "INT64" })],
    ["ends before all rows came", () => decode(dataPage(1, PLAIN, int32(1)), 2, number)],
    ["holds text longer than itself", () => decode(dataPage(1, PLAIN, [...int32(99), 65]), 1, { type: "BYTE_ARRAY" })],
  ])("fails when it %s", (_, attempt) => {
    expect(attempt).toThrow();
  });
});
