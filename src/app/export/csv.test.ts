import fc from "fast-check";
import { expect, test } from "vitest";
import { single, toCsv } from "./csv.ts";

/** A CSV reader according to RFC 4180. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  expect(csv.startsWith("\uFEFF")).toBe(true);
  for (const [, quoted, plain, end] of csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

test("any text survives a CSV round trip", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é", "=", "+", "-", "@", "\t", "'") });
  const shown = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(parse(toCsv(["one", "two"], rows))).toEqual([["one", "two"], ...rows.map((row) => row.map(shown))]);
    }),
  );
});

test("unknown figures are empty, others are written in full", () => {
  expect(toCsv(["x"], [[Number.NaN], [Number.POSITIVE_INFINITY], [0.25], [-3]])).toBe(
    "\uFEFFx\r\n\r\n\r\n0.25\r\n-3\r\n",
  );
});

test("text never becomes a spreadsheet formula; negative numbers stay numbers", () => {
  const [, ...rows] = parse(
    toCsv(
      ["model", "loss"],
      [
        ['=HYPERLINK("http://x")', -1],
        ["@SUM(A1)", 0.5],
        ["+1", 2],
      ],
    ),
  );
  expect(rows).toEqual([
    ['\'=HYPERLINK("http://x")', "-1"],
    ["'@SUM(A1)", "0.5"],
    ["'+1", "2"],
  ]);
});

test("a float32 is written with its own digits and read back as the same float32", () => {
  expect(single(Math.fround(0.1))).toBe(0.1);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8_000 }), (n) => {
      const loss = Math.fround(n / 1_000);
      expect(Math.fround(single(loss))).toBe(loss);
    }),
  );
});
