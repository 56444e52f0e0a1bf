import { describe, expect, it } from "vitest";
import { bootstrapMean } from "./bootstrapMean.ts";
import { clustersOf } from "./clusters.ts";
import { PairedBootstrap } from "./pairedBootstrap.ts";
import { mulberry32 } from "./random.ts";

const random = mulberry32(21);
/** Approximately normal, mean 0, standard deviation 1. */
const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, 0) - 6;

describe("the bootstrap of documents", () => {
  it("covers the mean of clustered prompts about as often as it claims, unlike the bootstrap of prompts", () => {
    const covered = { document: 0, prompt: 0 };
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const documents: number[] = [];
      const values: number[] = [];
      for (let document = 0; document < 40; document++) {
        const level = normal();
        const size = 1 + Math.floor(24 * random());
        for (let n = 0; n < size; n++) {
          documents.push(document);
          values.push(level + 0.5 * normal());
        }
      }
      const holds = ([low, high]: [number, number]) => Number(low <= 0 && high >= 0);
      covered.document += holds(bootstrapMean(values, { seed: trial, resamples: 400, clusters: documents }));
      covered.prompt += holds(bootstrapMean(values, { seed: trial, resamples: 400 }));
    }
    expect(covered.document / trials).toBeGreaterThan(0.9);
    expect(covered.document / trials).toBeLessThan(0.985);
    expect(covered.prompt / trials).toBeLessThan(0.65);
  });

  it("equals the bootstrap of prompts when every prompt is its own document", () => {
    const values = Float64Array.from({ length: 50 }, normal);
    expect(bootstrapMean(values, { clusters: Array.from(values, (_, n) => `document ${n}`) })).toEqual(
      bootstrapMean(values),
    );
  });

  it("has no interval for one document", () => {
    expect(bootstrapMean([1, 2, 3], { clusters: [7, 7, 7] })).toEqual([Number.NaN, Number.NaN]);
    expect(bootstrapMean([1, Number.NaN, 3], { clusters: [7, 8, 7] })).toEqual([Number.NaN, Number.NaN]);
  });

  it("numbers documents in order of appearance, and refuses a different number of them than of prompts", () => {
    expect(clustersOf(["b", "a", "b"])).toEqual({ of: Int32Array.of(0, 1, 0), count: 2 });
    expect(() => new PairedBootstrap([], 3, { clusters: [0, 1] })).toThrow("2 clusters for 3 prompts");
  });
});
