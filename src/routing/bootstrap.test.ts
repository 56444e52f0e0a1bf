import { describe, expect, it } from "vitest";
import { bootstrapDifference, bootstrapMean, mulberry32 } from "./bootstrap.ts";

const random = mulberry32(11);
const sample = Float64Array.from({ length: 400 }, () => random());

describe("the bootstrap", () => {
  it("surrounds the mean with about 1.96 standard errors a side", () => {
    const mean = sample.reduce((sum, value) => sum + value) / sample.length;
    const error = Math.sqrt(sample.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / sample.length;
    const [low, high] = bootstrapMean(sample);
    expect((mean - low) / error).toBeGreaterThan(1.7);
    expect((mean - low) / error).toBeLessThan(2.25);
    expect((high - mean) / error).toBeGreaterThan(1.7);
    expect((high - mean) / error).toBeLessThan(2.25);
  });

  it("repeats itself with the same seed and differs with another", () => {
    expect(bootstrapMean(sample, { seed: 3 })).toEqual(bootstrapMean(sample, { seed: 3 }));
    expect(bootstrapMean(sample, { seed: 3 })).not.toEqual(bootstrapMean(sample, { seed: 4 }));
  });

  it("is narrow for pairs that differ by a constant, however much they vary", () => {
    const [low, high] = bootstrapDifference(
      sample.map((value) => value + 0.5),
      sample,
    );
    expect(low).toBeCloseTo(0.5, 12);
    expect(high).toBeCloseTo(0.5, 12);
  });

  it("leaves out unknown values and has no interval without values", () => {
    expect(bootstrapMean([2, Number.NaN, 2])).toEqual([2, 2]);
    expect(bootstrapMean([Number.NaN])).toEqual([Number.NaN, Number.NaN]);
  });

  it("refuses pairs of different length", () => {
    expect(() => bootstrapDifference([1], [1, 2])).toThrow("equal lengths");
  });
});

describe("mulberry32", () => {
  it("gives the reference sequence of seed 0", () => {
    const next = mulberry32(0);
    expect([next(), next(), next()].map((value) => value * 2 ** 32)).toEqual([1144304738, 1416247, 958946056]);
  });
});
