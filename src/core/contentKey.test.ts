import fc from "fast-check";
import { expect, it } from "vitest";
import { contentKey, identityKey } from "./contentKey.ts";

it("is equal for equal numbers, and different otherwise", () => {
  fc.assert(
    fc.property(fc.int32Array({ maxLength: 50 }), fc.int32Array({ maxLength: 50 }), (a, b) => {
      expect(contentKey(a)).toBe(contentKey(a.slice()));
      const same = a.length === b.length && a.every((value, i) => value === b[i]);
      expect(contentKey(a) === contentKey(b)).toBe(same);
    }),
  );
});

it("distinguishes rows that differ in one place, in order or in length", () => {
  const seen = new Set<string>();
  const rows = Int32Array.from({ length: 200 }, (_, i) => i);
  for (let left = 0; left < rows.length; left++) {
    seen.add(contentKey(rows.filter((row) => row !== left)));
    seen.add(contentKey(rows.slice(0, left)));
    seen.add(contentKey(rows.map((row) => (row === left ? row + 1_000 : row))));
  }
  // The same numbers, once without the last row and once cut before it.
  expect(seen.size).toBe(3 * rows.length - 1);
  expect(contentKey(rows.toReversed())).not.toBe(contentKey(rows));
});

it("accepts every kind of typed array, also in the middle of a buffer", () => {
  const buffer = new Float64Array([1, 2, 3, 4]);
  expect(contentKey(buffer.subarray(1, 3))).toBe(contentKey(Float64Array.of(2, 3)));
  expect(contentKey(Float32Array.of(0.5))).not.toBe(contentKey(Float32Array.of(0.25)));
  expect(contentKey(Uint8Array.of(1, 2, 3))).not.toBe(contentKey(Uint8Array.of(1, 2, 4)));
});

it("identifies an object by identity, whatever its content", () => {
  const [one, other] = [{ a: 1 }, { a: 1 }];
  expect(identityKey(one)).toBe(identityKey(one));
  expect(identityKey(one)).not.toBe(identityKey(other));
});
