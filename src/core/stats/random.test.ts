import fc from "fast-check";
import { expect, it } from "vitest";
import { drawsWithReplacement, mulberry32 } from "./random.ts";

it("gives the reference sequence of seed 0", () => {
  const next = mulberry32(0);
  expect([next(), next(), next()].map((value) => value * 2 ** 32)).toEqual([1144304738, 1416247, 958946056]);
});

it("draws with replacement what the generator says, call after call", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 400 }), (seed, length) => {
      const random = mulberry32(seed);
      const draw = drawsWithReplacement(seed);
      for (let call = 0; call < 2; call++) {
        const expected = new Uint32Array(length);
        for (let n = 0; n < length; n++) expected[Math.floor(random() * length)]!++;
        const counts = new Uint32Array(length);
        draw(counts);
        expect(counts).toEqual(expected);
      }
    }),
    { numRuns: 30 },
  );
});
