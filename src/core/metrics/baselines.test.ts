import { describe, expect, it } from "vitest";
import type { Matrix } from "../matrix.ts";
import { bestSingle, expertPerGroup, meanOutcome, randomOutcome } from "./baselines.ts";

const NONE = Number.NaN;
const tableOf = (...rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});
const losses = tableOf([1, 2, 3], [1, 2, 3], [9, 2, 1], [9, 2, 1]);

describe("the best single expert", () => {
  it("has the lowest mean loss, on all prompts or on some", () => {
    expect(bestSingle(losses)).toBe(1);
    expect(bestSingle(losses, [0, 1])).toBe(0);
  });

  it("is compared only on prompts that all experts answered, and an expert without any answer is left out", () => {
    expect(bestSingle(tableOf([1, 2, NONE], [NONE, 0, NONE], [3, 4, NONE]))).toBe(0);
    expect(bestSingle(tableOf([NONE], [NONE]))).toBe(-1);
    expect(bestSingle(losses, [])).toBe(-1);
  });
});

describe("one expert per group", () => {
  it("is the best of each group; an empty group gets the best of all", () => {
    expect(Array.from(expertPerGroup(losses, [0, 0, 1, 1], 3))).toEqual([0, 2, 1]);
  });

  it("ignores rows that belong to no group", () => {
    expect(Array.from(expertPerGroup(losses, [0, 0, -1, 7], 1))).toEqual([0]);
  });
});

describe("mean outcomes", () => {
  it("average the choices' outcomes, leaving out unknown outcomes and prompts without a choice", () => {
    expect(meanOutcome(losses, [0, 0, 2, 2])).toBe(1);
    expect(meanOutcome(losses, [0, -1, 0, -1])).toBe(5);
    expect(meanOutcome(tableOf([NONE, 4]), [0])).toBe(NONE);
    expect(meanOutcome(losses, [0, 0, 0, 0], [2])).toBe(9);
  });

  it("of a random expert is the mean of all cells", () => {
    expect(randomOutcome(losses)).toBe(3);
    expect(randomOutcome(losses, [0])).toBe(2);
    expect(randomOutcome(tableOf([1, 3], [NONE, 100]))).toBe(2);
  });
});
