import fc from "fast-check";
import { expect, test } from "vitest";
import { forceTables, interpolated } from "./forces.ts";
import { membershipCurve } from "./membershipCurve.ts";

const curves = [0, 0.1, 0.5, 1].map(membershipCurve);

test("interpolated forces are those of the formulas, to 0.03%", () => {
  const exponent = fc.double({ min: -39.9, max: 23.9, noNaN: true });
  for (const { a, b } of curves) {
    const { pulls, pushes } = forceTables({ a, b });
    fc.assert(
      fc.property(exponent, (power) => {
        const squared = 2 ** power;
        const pull = (-2 * a * b * squared ** (b - 1)) / (1 + a * squared ** b);
        const push = (2 * b) / ((0.001 + squared) * (1 + a * squared ** b));
        expect(Math.abs(interpolated(pulls, squared) / pull - 1)).toBeLessThan(3e-4);
        expect(Math.abs(interpolated(pushes, squared) / push - 1)).toBeLessThan(3e-4);
      }),
    );
  }
});

test("beyond the tables the forces are those at their ends, and finite", () => {
  const { pulls, pushes } = forceTables(curves[1]!);
  for (const table of [pulls, pushes]) {
    expect(interpolated(table, 2 ** -60)).toBe(table[0]);
    expect(interpolated(table, 2 ** 40)).toBe(table.at(-1));
    expect(table.every(Number.isFinite)).toBe(true);
  }
});
