/** Scores of a router's choices on prompts whose true losses are known. */

import { upperHull } from "../curves/pareto.ts";
import { isMatrix, type Matrix, rowsOf } from "../matrix.ts";

/** ε of the tolerant scores, nats per token: a difference that is hardly noticeable in the filled mask. */
export const DEFAULT_TOLERANCE = 0.05;

export interface RoutingScores {
  /** Number of prompts behind these figures: those with a choice whose true loss is known. */
  prompts: number;
  /** Mean true loss of the choices, nats per token. */
  loss: number;
  /** Mean masked-token accuracy of the choices over the prompts where it is known. */
  accuracy: number;
  /** Share of choices that minimise L + Σ λC; ties count as right. */
  routingAccuracy: number;
  /** Share of choices with L ≤ min L + ε. */
  routingAccuracyTolerant: number;
  /**
   * Routing accuracy on the decisive prompts: those where the best L + Σ λC is ahead of the second best by more than ε. NaN if
   * there are none.
   */
  decisiveAccuracy: number;
  /** Mean of L(choice) − min L, nats per token. */
  regret: number;
  /**
   * Regret divided by the regret of the best single expert: 0 for the oracle, 1 for a router that is no better than one model. NaN
   * when that regret is 0.
   */
  normalizedRegret: number;
  /**
   * (mean L of best single − mean L of choices) / (mean L of best single − mean L of oracle). May be negative; NaN when undefined.
   */
  oracleGapClosed: number;
  /** Share of prompts routed to each expert. */
  selectionShare: Float64Array;
  /** Entropy of the shares in bits: 0 when one expert gets all prompts, log₂ n when all get the same share. */
  selectionEntropy: number;
}

/**
 * Scores the choices against the true losses.
 * @param losses true L, prompts × experts; unknown ones (NaN) are excluded, as choice and as alternative
 * @param accuracies masked-token accuracy, same shape
 * @param choices expert by matrix row, −1 for none
 * @param penalty Σ λC by expert, or of every call, nats: routing accuracy uses L + Σ λC, all other scores use L alone
 * @param bestSingle reference expert of normalised regret and gap; choose it on other prompts if possible
 */
export function scoreRouting(
  losses: Matrix,
  accuracies: Matrix,
  choices: ArrayLike<number>,
  penalty: ArrayLike<number> | Matrix,
  bestSingle: number,
  options: { rows?: ArrayLike<number>; tolerance?: number } = {},
): RoutingScores {
  const { columns } = losses;
  const [nats, stride] = isMatrix(penalty) ? [penalty.data, columns] : [penalty, 0];
  const tolerance = options.tolerance ?? DEFAULT_TOLERANCE;
  const picked = rowsOf(losses, options.rows);
  const received = new Float64Array(columns);
  let prompts = 0;
  let lossSum = 0;
  let accuracySum = 0;
  let accuracyCount = 0;
  let right = 0;
  let close = 0;
  let decisive = 0;
  let decisiveRight = 0;
  let regretSum = 0;
  let comparable = 0;
  let comparableRegret = 0;
  let singleRegret = 0;
  for (let k = 0; k < picked.length; k++) {
    const offset = picked[k]! * columns;
    const from = picked[k]! * stride;
    const choice = choices[picked[k]!]!;
    const loss = choice >= 0 ? losses.data[offset + choice]! : Number.NaN;
    if (!Number.isFinite(loss)) continue;
    let least = loss;
    let first = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let i = 0; i < columns; i++) {
      const other = losses.data[offset + i]!;
      const objective = other + nats[from + i]!;
      if (!Number.isFinite(objective)) continue;
      if (other < least) least = other;
      if (objective < first) {
        second = first;
        first = objective;
      } else if (objective < second) second = objective;
    }
    const isRight = loss + nats[from + choice]! <= first;
    prompts++;
    received[choice]!++;
    lossSum += loss;
    regretSum += loss - least;
    if (isRight) right++;
    if (loss <= least + tolerance) close++;
    if (second - first > tolerance && second < Number.POSITIVE_INFINITY) {
      decisive++;
      if (isRight) decisiveRight++;
    }
    const accuracy = accuracies.data[offset + choice]!;
    if (Number.isFinite(accuracy)) {
      accuracySum += accuracy;
      accuracyCount++;
    }
    const single = bestSingle >= 0 ? losses.data[offset + bestSingle]! : Number.NaN;
    if (Number.isFinite(single)) {
      comparable++;
      comparableRegret += loss - least;
      singleRegret += single - least;
    }
  }
  const selectionShare = received.map((count) => ratio(count, prompts));
  const normalizedRegret = ratio(comparableRegret, comparable > 0 ? singleRegret : 0);
  return {
    prompts,
    loss: ratio(lossSum, prompts),
    accuracy: ratio(accuracySum, accuracyCount),
    routingAccuracy: ratio(right, prompts),
    routingAccuracyTolerant: ratio(close, prompts),
    decisiveAccuracy: ratio(decisiveRight, decisive),
    regret: ratio(regretSum, prompts),
    normalizedRegret,
    // Both means run over the same prompts, so that the gap closed and the regret add up.
    oracleGapClosed: 1 - normalizedRegret,
    selectionShare,
    selectionEntropy: entropyBits(selectionShare),
  };
}

/**
 * AIQ: mean height of the non-decreasing concave hull of a curve over a cost range, the hull extended flat to the right. Only
 * curves over the same range (cheapest to most expensive single expert) are comparable.
 * @param x mean cost of the curve's points, @param y their quality, higher is better
 * @returns in the unit of y; NaN when the range is empty or the curve does not start at its cheap end
 */
export function aiq(x: ArrayLike<number>, y: ArrayLike<number>, range: readonly [number, number]): number {
  const [low, high] = range;
  const hull = upperHull(x, y);
  // The cheap end is a mean of equal numbers: allow for rounding.
  if (!(high > low) || hull.length === 0 || x[hull[0]!]! > low + 1e-9 * Math.abs(low)) return Number.NaN;
  let area = 0;
  for (let k = 0; k < hull.length; k++) {
    const [x0, y0] = [x[hull[k]!]!, y[hull[k]!]!];
    const next = hull[k + 1];
    const [x1, y1] = next === undefined ? [Number.POSITIVE_INFINITY, y0] : [x[next]!, y[next]!];
    const from = Math.max(low, k === 0 ? Math.min(x0, low) : x0);
    const to = Math.min(high, x1);
    if (to <= from) continue;
    const heightAt = (at: number) => (y1 === y0 ? y0 : y0 + ((y1 - y0) * (at - x0)) / (x1 - x0));
    area += ((heightAt(from) + heightAt(to)) / 2) * (to - from);
  }
  return area / (high - low);
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

function entropyBits(shares: Float64Array): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
}
