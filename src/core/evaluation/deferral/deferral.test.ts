import fc from "fast-check";
import { expect, it } from "vitest";
import { bestDeferral } from "./deferral.ts";

it("a prompt that counts several times is the same as several such prompts", () => {
  const score = fc.constantFrom(0, 0.25, 0.5, 1);
  const prompts = fc.array(fc.tuple(score, score, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(prompts, (given) => {
      const weak = given.map(([one]) => one);
      const strong = given.map(([, one]) => one);
      const copies = given.map(([, , times]) => times);
      const repeated = given.flatMap(([one, other, times]) =>
        Array.from({ length: times }, () => [one, other] as const),
      );
      const whole = bestDeferral(
        repeated.map(([one]) => one),
        repeated.map(([, one]) => one),
      )();
      const counted = bestDeferral(weak, strong)(copies);
      expect(Number.isNaN(counted.apgr)).toBe(Number.isNaN(whole.apgr));
      if (!Number.isNaN(whole.apgr)) expect(counted.apgr).toBeCloseTo(whole.apgr, 9);
    }),
    { numRuns: 300 },
  );
});
