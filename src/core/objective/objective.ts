/**
 * THE routing objective, argminᵢ [ L̂ᵢ(z) + Σⱼ λⱼCⱼ(Mᵢ) ] (Tryage, arXiv 2308.11601): every decision of the app is made here.
 *
 * Losses are nats per token, C is scaled to [0, 1] over the library, λ ≥ 0 is nats per unit of C. An expert takes part if its loss
 * and its penalty are finite; NaN stands for "not known".
 */
import { isMatrix, type Matrix } from "../matrix.ts";

/** An unknown C counts as the worst of the library, so that missing data is never an advantage. */
const UNKNOWN_SCORE = 1;
/** More than any call costs, and still finite when it is multiplied by λ. */
const UNKNOWN_COST = 1e200;

/** The score that the objective uses: C itself, or `UNKNOWN_SCORE` when C is NaN. */
export function scoreOrWorst(score: number): number {
  return Number.isNaN(score) ? UNKNOWN_SCORE : score;
}

/**
 * Σⱼ λⱼCⱼ(Mᵢ) of each expert, in nats.
 * @param scores per constraint, C of each expert; NaN when unknown
 * @param lambdas per constraint, λ in nats; throws a RangeError unless every λ is finite and at least 0
 */
export function penalties(
  scores: readonly ArrayLike<number>[],
  lambdas: ArrayLike<number>,
  experts: number,
): Float64Array {
  const sum = new Float64Array(experts);
  scores.forEach((score, j) => {
    const lambda = lambdas[j] ?? Number.NaN;
    if (!(lambda >= 0 && lambda < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`λ number ${j} is ${lambda}; a λ is a finite number of nats, at least 0.`);
    }
    for (let i = 0; i < experts; i++) sum[i]! += lambda * scoreOrWorst(score[i] ?? Number.NaN);
  });
  return sum;
}

/** Index of the smallest loss + penalty. Ties go to the first index; −1 when no expert takes part. */
export function choose(losses: ArrayLike<number>, penalty: ArrayLike<number>): number {
  return chooseAt(losses, 0, losses.length, penalty);
}

/** Expert indices, best first. Equal objectives keep their order; experts that take no part come last. */
export function rank(losses: ArrayLike<number>, penalty: ArrayLike<number>): number[] {
  const objective = Float64Array.from({ length: losses.length }, (_, i) => {
    const value = losses[i]! + penalty[i]!;
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  });
  return Array.from(objective.keys()).sort((a, b) =>
    objective[a] === objective[b] ? 0 : objective[a]! - objective[b]!,
  );
}

/** `choose` for every row; the penalty is by expert, or of every call. The result is indexed by matrix row; rows outside the subset are −1. */
export function route(losses: Matrix, penalty: ArrayLike<number> | Matrix, rows?: ArrayLike<number>): Int32Array {
  const { data, columns } = losses;
  const [nats, stride] = isMatrix(penalty) ? [penalty.data, columns] : [penalty, 0];
  const choices = new Int32Array(losses.rows);
  if (rows === undefined) {
    for (let r = 0; r < losses.rows; r++) choices[r] = chooseAt(data, r * columns, columns, nats, r * stride);
    return choices;
  }
  choices.fill(-1);
  for (let k = 0; k < rows.length; k++) {
    const r = rows[k]!;
    choices[r] = chooseAt(data, r * columns, columns, nats, r * stride);
  }
  return choices;
}

/**
 * `route` with a price on every call, argminᵢ [ Lᵢ(z) + baseᵢ + λ·costᵢ(z) ]; of equals, the cheapest call.
 * @param costs prompts × experts; NaN counts as the dearest
 * @param base by expert, or of every call
 */
export function routeCalls(
  losses: Matrix,
  costs: Matrix,
  lambda: number,
  base: ArrayLike<number> | Matrix,
  rows: ArrayLike<number>,
): Int32Array {
  const { data, columns } = losses;
  const [nats, stride] = isMatrix(base) ? [base.data, columns] : [base, 0];
  const choices = new Int32Array(losses.rows).fill(-1);
  for (let k = 0; k < rows.length; k++) {
    const offset = rows[k]! * columns;
    let least = Number.POSITIVE_INFINITY;
    let cheapest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < columns; i++) {
      const known = costs.data[offset + i]!;
      const cost = Number.isNaN(known) ? UNKNOWN_COST : known;
      // At λ = 0 a cost only settles ties, even an unknown one.
      const value = data[offset + i]! + nats[rows[k]! * stride + i]! + (lambda === 0 ? 0 : lambda * cost);
      if (!Number.isFinite(value)) continue;
      if (value < least || (value === least && cost < cheapest)) {
        least = value;
        cheapest = cost;
        choices[rows[k]!] = i;
      }
    }
  }
  return choices;
}

function chooseAt(
  losses: ArrayLike<number>,
  offset: number,
  experts: number,
  penalty: ArrayLike<number>,
  from = 0,
): number {
  let winner = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < experts; i++) {
    const value = losses[offset + i]! + penalty[from + i]!;
    // NaN and +∞ fail the first comparison, −∞ fails the second.
    if (value < least && value > Number.NEGATIVE_INFINITY) {
      least = value;
      winner = i;
    }
  }
  return winner;
}
