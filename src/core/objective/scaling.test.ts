import { describe, expect, it } from "vitest";
import { minMax } from "./scaling.ts";

describe("min–max scaling", () => {
  it("scales values to 0 … 1, linearly or by their logarithms", () => {
    expect(Array.from(minMax([10, 20, 30], "linear"))).toEqual([0, 0.5, 1]);
    expect(Array.from(minMax([1, 10, 100], "log"))).toEqual([0, 0.5, 1]);
  });

  it("keeps unknown values unknown without letting them move the ends", () => {
    expect(Array.from(minMax([Number.NaN, 1, 3], "linear"))).toEqual([Number.NaN, 0, 1]);
    expect(Array.from(minMax([0, 1, 100, Number.POSITIVE_INFINITY], "log"))).toEqual([Number.NaN, 0, 1, Number.NaN]);
  });

  it("gives equal values the score 0", () => {
    expect(Array.from(minMax([5, 5, Number.NaN], "log"))).toEqual([0, 0, Number.NaN]);
    expect(Array.from(minMax([], "linear"))).toEqual([]);
  });
});
