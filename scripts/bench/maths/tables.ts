import { type Matrix, matrix } from "../../../src/core/matrix.ts";
import { mulberry32 } from "../../../src/core/stats/random.ts";

/** A made-up table of losses, 2 to 5 nats, with what the experts cost, alone and call by call. */
export interface BenchTable {
  losses: Matrix;
  slopes: Float64Array;
  raw: Float64Array;
  base: Float64Array;
  calls: Matrix;
}

export function benchTable(prompts: number, experts: number): BenchTable {
  const random = mulberry32(1);
  const slopes = Float64Array.from({ length: experts }, (_, i) => i / Math.max(1, experts - 1));
  const cells = prompts * experts;
  return {
    losses: matrix(
      prompts,
      experts,
      Float32Array.from({ length: cells }, () => 2 + 3 * random()),
    ),
    slopes,
    raw: slopes.map((slope) => 6e5 * 10 ** slope),
    base: new Float64Array(experts),
    calls: matrix(
      prompts,
      experts,
      Float64Array.from({ length: cells }, (_, c) => slopes[c % experts]! * (0.5 + random())),
    ),
  };
}

/** The points of a front at some λ, in plain loops over all prompts. @param calls whether calls have costs of their own */
export function plainGrid({ losses, slopes, raw, calls }: BenchTable, lambdas: readonly number[], byCall: boolean) {
  const { rows, columns, data } = losses;
  return lambdas.map((lambda) => {
    let [x, y] = [0, 0];
    for (let offset = 0; offset < rows * columns; offset += columns) {
      let [best, least] = [0, Number.POSITIVE_INFINITY];
      for (let i = 0; i < columns; i++) {
        const value = data[offset + i]! + lambda * (byCall ? calls.data[offset + i]! : slopes[i]!);
        if (value < least) [best, least] = [i, value];
      }
      x += byCall ? calls.data[offset + best]! : raw[best]!;
      y += data[offset + best]!;
    }
    return [x / rows, y / rows];
  });
}
