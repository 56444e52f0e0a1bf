import fc from "fast-check";
import { expect, test } from "vitest";
import { readRowSet, writeRowSet } from "./rowSet.ts";

const ROWS = 500;
const members = fc.uniqueArray(fc.nat(ROWS - 1));

test("a set of rows survives a round trip, and has the same text in any order", () => {
  fc.assert(
    fc.property(members, (rows) => {
      const written = writeRowSet(rows);
      const mask = readRowSet(written, ROWS);
      expect([...mask.keys()].filter((row) => mask[row] === 1)).toEqual([...rows].sort((a, b) => a - b));
      expect(writeRowSet([...rows].reverse())).toBe(written);
      expect(written).toMatch(/^[\w-]*$/);
    }),
  );
});

test("rows that the library lacks are left out", () => {
  expect([...readRowSet(writeRowSet([1, 40]), 3)]).toEqual([0, 1, 0]);
});

test("any text is read as a set", () => {
  fc.assert(fc.property(fc.string(), (text) => readRowSet(text, 20).length === 20));
});
