import { describe, expect, it } from "vitest";
import { bootstrapMean } from "./bootstrapMean.ts";
import { mulberry32 } from "./random.ts";

const random = mulberry32(11);
const sample = Float64Array.from({ length: 400 }, () => random());

describe("the interval of a mean", () => {
  it("is the mean ± about 1.96 standard errors", () => {
    const mean = sample.reduce((sum, value) => sum + value) / sample.length;
    const error = Math.sqrt(sample.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / sample.length;
    const [low, high] = bootstrapMean(sample);
    expect((mean - low) / error).toBeGreaterThan(1.7);
    expect((mean - low) / error).toBeLessThan(2.25);
    expect((high - mean) / error).toBeGreaterThan(1.7);
    expect((high - mean) / error).toBeLessThan(2.25);
  });

  it("is reproducible from the seed, and differs with another", () => {
    expect(bootstrapMean(sample, { seed: 3 })).toEqual(bootstrapMean(sample, { seed: 3 }));
    expect(bootstrapMean(sample, { seed: 3 })).not.toEqual(bootstrapMean(sample, { seed: 4 }));
  });

  it("leaves out unknown values and has no interval without values", () => {
    expect(bootstrapMean([2, Number.NaN, 2])).toEqual([2, 2]);
    expect(bootstrapMean([Number.NaN])).toEqual([Number.NaN, Number.NaN]);
  });
});
