import { expect, test } from "vitest";
import { memoryClass } from "./memoryClass.ts";

test.each([
  ["a small BERT in 8 bits", 25e6, "any device"],
  ["BERT base in 8 bits", 133e6, "a computer"],
  ["BERT base in fp32", 532e6, "a computer with much memory"],
] as const)("%s needs %s", (_, bytes, fits) => {
  expect(memoryClass(bytes)).toEqual({ needs: 5 * bytes, fits });
});
