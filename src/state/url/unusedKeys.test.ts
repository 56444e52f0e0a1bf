import fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_VIEW } from "../store.ts";
import { encodeView, readLink } from "./link.ts";

const unusedKeys = (fragment: string) => readLink(fragment).unused;

it("lists the keys of a link that are not understood", () => {
  expect(unusedKeys("#prompt=a&y=nonsense&l.size=-1&l.recency=0.5&colour=red&%E0%A4%A=1")).toEqual([
    "y",
    "l.size",
    "colour",
    "\uFFFD%A",
  ]);
});

it("lists nothing in a link that the explorer has written", () => {
  const view = {
    ...DEFAULT_VIEW,
    prompt: "a [MASK]",
    sliders: { size: 0.5 },
    axis: "recency",
    outcome: "accuracy" as const,
  };
  expect(unusedKeys(encodeView(view))).toEqual([]);
  expect(unusedKeys("")).toEqual([]);
});

it("gives a result for every fragment", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => unusedKeys(text).length <= 40));
});
