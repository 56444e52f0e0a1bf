import { expect, it } from "vitest";
import { mulberry32 } from "./random.ts";

it("gives the reference sequence of seed 0", () => {
  const next = mulberry32(0);
  expect([next(), next(), next()].map((value) => value * 2 ** 32)).toEqual([1144304738, 1416247, 958946056]);
});
