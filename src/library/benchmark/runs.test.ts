import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRuns } from "./runs.ts";

const read = (bytes: number[], width: number, count: number) =>
  Array.from(readRuns(Uint8Array.from(bytes), width, count));

/** Bit-packs values in groups of eight, after their header. */
function packed(values: readonly number[], width: number): number[] {
  const groups = Math.ceil(values.length / 8);
  const bytes = new Array<number>(groups * width).fill(0);
  values.forEach((value, k) => {
    for (let b = 0; b < width; b++) {
      const bit = k * width + b;
      if (Math.floor(value / 2 ** b) % 2 === 1) bytes[bit >> 3]! |= 1 << (bit & 7);
    }
  });
  return [groups * 2 + 1, ...bytes];
}

describe("run-length and bit-packed values", () => {
  it("are repeated, packed, or both in turn", () => {
    expect(read([6, 5], 3, 3)).toEqual([5, 5, 5]);
    expect(read([3, 0b10001000, 0b11000110, 0b11111010], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(read([4, 1, 3, 0b01010101, 2, 0], 1, 11)).toEqual([1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0]);
    expect(read([4, 0x34, 0x12], 16, 2)).toEqual([0x1234, 0x1234]);
    expect(read([10], 0, 5)).toEqual([0, 0, 0, 0, 0]);
  });

  it("are unpacked at any width", () => {
    const setting = fc
      .integer({ min: 1, max: 32 })
      .chain((width) =>
        fc.tuple(
          fc.constant(width),
          fc.array(fc.integer({ min: 0, max: 2 ** width - 1 }), { minLength: 1, maxLength: 40 }),
        ),
      );
    fc.assert(
      fc.property(setting, ([width, values]) => {
        expect(read(packed(values, width), width, values.length)).toEqual(values);
      }),
    );
  });

  it("stop at the requested number, however long a run claims to be", () => {
    expect(read([0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 3)).toEqual([1, 1, 1]);
  });

  it("fail when the bytes end too early or the width is invalid", () => {
    for (const bytes of [[], [2], [0xff], [0xff, 0xff, 0xff, 0xff, 0x0f, 1]]) {
      expect(() => read(bytes, 8, 100)).toThrow(RangeError);
    }
    for (const width of [-1, 33, Number.NaN]) expect(() => read([2, 1], width, 1)).toThrow(RangeError);
  });
});
