import fc from "fast-check";
import { expect, test } from "vitest";
import { frontScales, frontTicks, thinned } from "./scales.ts";

const area = { width: 400, height: 300, left: 40, right: 10, top: 10, bottom: 40 };

test("a log axis leaves out values without a logarithm and shows the rest", () => {
  const { x } = frontScales([[0, -5, Number.NaN, Number.POSITIVE_INFINITY, 10, 1000]], [[1, 2]], "log", "loss", area);
  expect(x.domain()).toEqual([1250, 8]);
  expect(frontTicks(x, "log", 5)).toEqual([10, 20, 50, 100, 200, 500, 1000]);
});

test("a log axis over many decades has no more ticks than fit", () => {
  const { x } = frontScales([[1e-5, 3e3]], [[1, 2]], "log", "loss", area);
  expect(frontTicks(x, "log", 5)).toEqual([1e-5, 1e-3, 1e-1, 10, 1000]);
});

test("a log axis without any points still has ticks", () => {
  const { x } = frontScales([[0, 0]], [[1]], "log", "loss", area);
  expect(frontTicks(x, "log", 5)).toEqual([1, 2, 5, 10]);
});

test("ticks are finite in number, inside the axis and in order for any values", () => {
  const anything = fc.oneof(fc.double(), fc.constantFrom(0, -0, 5e-324, 1e308, 1e-320, Number.NaN));
  fc.assert(
    fc.property(fc.array(anything), fc.constantFrom("log" as const, "linear" as const), (values, scale) => {
      const { x } = frontScales([values], [[1]], scale, "loss", area);
      const ticks = frontTicks(x, scale, 5);
      expect(ticks.length).toBeLessThan(2_000);
      if (scale === "log") for (const tick of ticks) expect(tick).toBeGreaterThan(0);
    }),
  );
  const { x } = frontScales([[1, 2]], [[1]], "log", "loss", area);
  expect(frontTicks(x.copy().domain([10, 0]), "log", 5)).toEqual([]);
});

test("a short log axis has finer ticks, and labels that would meet are left out", () => {
  const { x } = frontScales([[4e5, 1.5e6]], [[1, 2]], "log", "loss", area);
  expect(frontTicks(x, "log", 4)).toEqual([4e5, 5e5, 6e5, 8e5, 1e6, 1.5e6]);
  const shown = thinned(frontTicks(x, "log", 4), x, (value) => `${value / 1e3} thousand`);
  expect(shown).toContain(1e6);
  expect(shown.length).toBeLessThan(6);
});
