import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileScale } from "./quantileScale.ts";

const ascending = fc
  .array(fc.double({ min: 1e-6, max: 200, noNaN: true }), { maxLength: 300 })
  .map((values) => Float64Array.from(values).sort());
const share = fc.double({ min: 0, max: 1, noNaN: true });

test("the ends of the slider are λ = 0 and the last λ, exactly", () => {
  fc.assert(
    fc.property(ascending, fc.double({ min: 0.1, max: 10, noNaN: true }), (breakpoints, margin) => {
      const end = (breakpoints.at(-1) ?? 0) + margin;
      const scale = quantileScale(breakpoints, end);
      expect(scale.lambdaAt(0)).toBe(0);
      expect(scale.lambdaAt(1)).toBe(end);
      expect(scale.positionOf(0)).toBe(0);
      expect(scale.positionOf(end)).toBe(1);
      expect(scale.positionOf(2 * end)).toBe(1);
    }),
  );
});

test("λ rises with the position, and the two mappings are inverse", () => {
  fc.assert(
    fc.property(ascending, share, share, (breakpoints, a, b) => {
      const end = (breakpoints.at(-1) ?? 0) + 1;
      const { lambdaAt, positionOf } = quantileScale(breakpoints, end);
      if (b - a > 1e-9) expect(lambdaAt(b)).toBeGreaterThan(lambdaAt(a));
      expect(positionOf(lambdaAt(a))).toBeCloseTo(a, 6);
    }),
  );
});

test("breakpoints that are all but equal leave the mappings inverse", () => {
  const breakpoints = Float64Array.from({ length: 200 }, (_, k) => 1e-6 + k * 2e-22);
  const { lambdaAt, positionOf } = quantileScale(breakpoints, 1);
  for (let a = 0; a <= 1; a += 0.01) expect(positionOf(lambdaAt(a))).toBeCloseTo(a, 6);
});

test("equal steps pass about equal numbers of breakpoints, however unevenly these are spread", () => {
  const breakpoints = Float64Array.from({ length: 6_400 }, (_, k) => 150 * (k / 6_400) ** 6);
  const { lambdaAt } = quantileScale(breakpoints, 151);
  for (let step = 0; step < 10; step++) {
    const passed = breakpoints.filter((at) => at >= lambdaAt(step / 10) && at < lambdaAt((step + 1) / 10)).length;
    expect(passed / breakpoints.length).toBeCloseTo(0.1, 1);
  }
});
