import type { Curve } from "../../core/curves/curve.ts";
import { upperHull } from "../../core/curves/pareto.ts";
import { insideStep, lambdaQuantiles } from "../../core/curves/steps.ts";

const CORNERS = 32;
const QUANTILES = 16;

/**
 * λ at which a curve is resampled, ascending: corners of its hull, which AIQ depends on, the cheapest points that keep the given
 * scores, and some in between. On the prompts themselves these give the figures of the exact curve.
 * @param kept scores of the savings
 */
export function sampledLambdas({ lambda, x, y }: Curve, kept: readonly number[]): number[] {
  const corners = upperHull(x, y);
  const last = corners.length - 1;
  const taken = Math.min(CORNERS, corners.length);
  const steps = Array.from(
    { length: taken },
    (_, q) => corners[taken === 1 ? 0 : Math.round((q * last) / (taken - 1))]!,
  );
  for (const score of kept) {
    let cheapest = -1;
    for (let k = 0; k < x.length; k++) {
      if (y[k]! >= score - 1e-12 && (cheapest < 0 || x[k]! < x[cheapest]!)) cheapest = k;
    }
    if (cheapest >= 0) steps.push(cheapest);
  }
  const all = new Set([...steps.map((k) => insideStep(lambda, k)), ...lambdaQuantiles(lambda, QUANTILES)]);
  return [...all].sort((a, b) => a - b);
}
