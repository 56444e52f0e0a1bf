import fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_VIEW } from "../store.ts";
import { unusedParts } from "./unusedParts.ts";
import { encodeView } from "./url.ts";

it("names what a link says in vain", () => {
  expect(unusedParts("#prompt=a&y=nonsense&l.size=-1&l.recency=0.5&colour=red&%E0%A4%A=1")).toEqual([
    "y",
    "l.size",
    "colour",
    "\uFFFD%A",
  ]);
});

it("names nothing in a link that the explorer has written", () => {
  const view = {
    ...DEFAULT_VIEW,
    prompt: "a [MASK]",
    lambdas: { size: 0.5 },
    axis: "recency",
    outcome: "accuracy" as const,
  };
  expect(unusedParts(encodeView(view))).toEqual([]);
  expect(unusedParts("")).toEqual([]);
});

it("ends with some answer for every fragment", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => unusedParts(text).length <= 40));
});
