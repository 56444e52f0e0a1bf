import fc from "fast-check";
import { expect, test } from "vitest";
import { matrix } from "../matrix.ts";
import { costsByLength, heldOutCosts } from "./costByLength.ts";

/** The textbook fit by the normal equations, written out anew for every prompt. */
function byHand(pairs: readonly (readonly [number, number])[], length: number): number {
  const n = pairs.length;
  if (n === 0) return Number.NaN;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const spread = pairs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  if (new Set(pairs.map(([x]) => x)).size === 1) return my;
  const slope = pairs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
  return Math.max(0, my + slope * (length - mx));
}

const number = (most: number) => fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: most }) }, fc.constant(Number.NaN)); // biome-ignore format: a line

test("a call's expected cost is the line through the other calls of its model", () => {
  fc.assert(
    fc.property(
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }))
        .chain(([rows, columns]) =>
          fc.tuple(
            fc.constant(columns),
            fc.array(number(5_000), { minLength: rows * columns, maxLength: rows * columns }),
            fc.array(number(900), { minLength: rows * columns, maxLength: rows * columns }),
          ),
        ),
      ([columns, costs, lengths]) => {
        const rows = costs.length / columns;
        const [c, t] = [
          matrix(rows, columns, Float64Array.from(costs)),
          matrix(rows, columns, Float64Array.from(lengths)),
        ];
        const means = Array.from({ length: columns }, (_, k) => 1_000 + k);
        const found = heldOutCosts(c, t, means).data;
        const split = new Float64Array(found.length);
        for (let row = 0; row < rows; row++) {
          const train = Array.from({ length: rows }, (_, r) => r).filter((r) => r !== row);
          costsByLength(c, t, means, { train, held: [row] }, split);
          for (let k = 0; k < columns; k++) {
            const pairs = train.flatMap((r) => {
              const pair = [lengths[r * columns + k]!, costs[r * columns + k]!] as const;
              return pair.every(Number.isFinite) ? [pair] : [];
            });
            const length = lengths[row * columns + k]!;
            const guess = Number.isFinite(length) ? byHand(pairs, length) : Number.NaN;
            const expected = Number.isNaN(guess) ? means[k]! : guess;
            // A line through few calls may lead to costs far beyond theirs, where 64 bits do not hold four digits behind the point.
            const near = Math.max(5e-5, 1e-9 * expected);
            expect(Math.abs(found[row * columns + k]! - expected)).toBeLessThanOrEqual(near);
            expect(Math.abs(split[row * columns + k]! - expected)).toBeLessThanOrEqual(near);
          }
        }
      },
    ),
  );
});

test("where the cost is a line, it is found, whatever the unit", () => {
  const tokens = [12, 80, 400, 35_000];
  const costs = Float64Array.from(tokens, (length) => 2e-6 + 3e-8 * length);
  const found = heldOutCosts(matrix(4, 1, costs), matrix(4, 1, Float64Array.from(tokens)), [Number.NaN]);
  costs.forEach((cost, i) => {
    expect(found.data[i]! / cost).toBeCloseTo(1, 6);
  });
});
