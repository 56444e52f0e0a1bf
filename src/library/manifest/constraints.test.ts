import { expect, test } from "vitest";
import { ManifestError } from "../errors.ts";
import { scaledConstraint } from "./constraints.ts";

const info = { id: "size", label: "Size", unit: "parameters", description: "", measured: "" };

test("raw values are scaled, and unknown ones stay unknown", () => {
  const raw = new Map([
    ["a", 10],
    ["b", Number.NaN],
    ["c", 1000],
  ]);
  const { raw: known, score } = scaledConstraint({ ...info, scale: "log" }, raw);
  expect(known).toEqual({ a: 10, b: null, c: 1000 });
  expect(score).toEqual({ a: 0, b: null, c: 1 });
});

test("a logarithmic scale refuses 0 and names the expert; a linear one accepts it", () => {
  const raw = new Map([
    ["a", 0],
    ["b", 1],
  ]);
  expect(() => scaledConstraint({ ...info, scale: "log" }, raw)).toThrow(ManifestError);
  expect(() => scaledConstraint({ ...info, scale: "log" }, raw)).toThrow(/size\.raw\.a: is 0.*“a” must be above 0/);
  expect(scaledConstraint({ ...info, scale: "linear" }, raw).score).toEqual({ a: 0, b: 1 });
});
