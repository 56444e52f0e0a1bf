import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sweep } from "../curves/curve.ts";
import { hypervolume } from "../curves/hypervolume.ts";
import { meanOutcome, randomOutcome } from "../metrics/baselines.ts";
import { scoreRouting } from "../metrics/metrics.ts";
import { costRatio, outcomeRatio, randomRatio, scoreRatios } from "../metrics/ratios.ts";
import { penalties, route } from "../objective/objective.ts";
import { list, maybeSixteenth, sixteenth, table } from "../testing/arbitraries.ts";
import { PairedBootstrap, type Ratio } from "./pairedBootstrap.ts";
import { mulberry32 } from "./random.ts";

const [PROMPTS, EXPERTS] = [7, 3];
const ROWS = [0, 1, 2, 3, 4, 5, 6];

/** The rows drawn by each resample, from the generator alone. */
function drawnRows(seed: number, resamples: number): number[][] {
  const random = mulberry32(seed);
  return Array.from({ length: resamples }, () => ROWS.map(() => Math.floor(random() * PROMPTS)));
}

function resampled(ratio: Ratio, seed: number, resamples: number): number[] {
  const bootstrap = new PairedBootstrap([ratio], PROMPTS, { seed, resamples });
  bootstrap.run(2);
  bootstrap.run(resamples);
  return Array.from(bootstrap.values[0]!);
}

const same = (value: number) => (Number.isNaN(value) ? Number.NaN : expect.closeTo(value, 10));

describe("the paired bootstrap", () => {
  it("gives every figure its value by definition on the drawn prompts", () => {
    fc.assert(
      fc.property(
        table(sixteenth(0, 4), PROMPTS, EXPERTS),
        table(maybeSixteenth(0, 1), PROMPTS, EXPERTS),
        list(sixteenth(0, 1), EXPERTS),
        list(fc.integer({ min: -1, max: EXPERTS - 1 }), PROMPTS),
        fc.integer(),
        (losses, accuracies, penalty, choices, seed) => {
          const draws = drawnRows(seed, 4);
          const single = 1;
          const ratios = scoreRatios(losses, accuracies, choices, penalty, single, ROWS);
          const brute = draws.map((rows) => scoreRouting(losses, accuracies, choices, penalty, single, { rows }));
          for (const key of ["routingAccuracy", "routingAccuracyTolerant", "decisiveAccuracy", "regret"] as const) {
            expect(resampled(ratios[key], seed, 4)).toEqual(brute.map((scores) => same(scores[key])));
          }
          expect(resampled(ratios.gapLeft, seed, 4)).toEqual(brute.map((scores) => same(scores.normalizedRegret)));
          const mean = draws.map((rows) => same(meanOutcome(accuracies, choices, rows)));
          expect(resampled(outcomeRatio(accuracies, choices, ROWS), seed, 4)).toEqual(mean);
          const random = draws.map((rows) => same(randomOutcome(losses, rows)));
          expect(resampled(randomRatio(losses, ROWS), seed, 4)).toEqual(random);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("gives a curve's point its position on the exact curve of the drawn prompts", () => {
    fc.assert(
      fc.property(
        table(sixteenth(0, 4), PROMPTS, EXPERTS),
        list(sixteenth(0, 1), EXPERTS),
        list(maybeSixteenth(1, 5), EXPERTS),
        fc.integer(),
        (losses, slopes, raw, seed) => {
          // Lines of sixteenths cross only at fractions, so there are no ties here.
          const lambda = 1 / Math.PI;
          const choices = route(losses, penalties([slopes], [lambda], EXPERTS));
          const exact = drawnRows(seed, 3).map((rows) => {
            const curve = sweep(losses, slopes, [0, 0, 0], raw, losses, rows);
            const step = curve.lambda.findLastIndex((start) => start <= lambda);
            return { x: same(curve.x[step]!), y: same(curve.y[step]!) };
          });
          const distinct = new Set(slopes).size === EXPERTS;
          fc.pre(distinct);
          expect(resampled(costRatio(raw, choices, ROWS), seed, 3)).toEqual(exact.map(({ x }) => x));
          expect(resampled(outcomeRatio(losses, choices, ROWS), seed, 3)).toEqual(exact.map(({ y }) => y));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("refuses arrays of different lengths", () => {
    const short = { numerator: new Float64Array(2), denominator: new Float64Array(2) };
    expect(() => new PairedBootstrap([short], 3)).toThrow("3 entries");
  });
});

describe("the hypervolume", () => {
  it("is the number of unit cells that some point dominates", () => {
    const coordinate = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate), { maxLength: 9 }),
        coordinate,
        coordinate,
        (points, c, q) => {
          let cells = 0;
          for (let x = 0; x < c; x++) {
            for (let y = q; y < 9; y++) if (points.some(([px, py]) => px <= x && py >= y + 1)) cells++;
          }
          const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
          expect(hypervolume(xs, ys, [c, q])).toBe(cells);
        },
      ),
    );
  });

  it("ignores points with an unknown coordinate", () => {
    expect(hypervolume([1, Number.NaN, 0], [2, 9, Number.NaN], [3, 0])).toBe(4);
  });
});
