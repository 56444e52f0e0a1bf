import fc from "fast-check";
import { expect, test } from "vitest";
import { single, toCsv } from "./exportCsv.ts";

/** A reader of CSV as RFC 4180 defines it. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

test("any text survives the way into CSV and back", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é") });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(parse(toCsv(["one", "two"], rows))).toEqual([["one", "two"], ...rows]);
    }),
  );
});

test("unknown figures are empty, others are written in full", () => {
  expect(toCsv(["x"], [[Number.NaN], [Number.POSITIVE_INFINITY], [0.25], [-3]])).toBe("x\r\n\r\n\r\n0.25\r\n-3\r\n");
});

test("a float32 is written in its own digits and read back as the same float32", () => {
  expect(single(Math.fround(0.1))).toBe(0.1);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8_000 }), (n) => {
      const loss = Math.fround(n / 1_000);
      expect(Math.fround(single(loss))).toBe(loss);
    }),
  );
});
