/** Finds the experts that no λ can make the choice for one prompt. */
import { scoreOrWorst } from "./objective.ts";

/**
 * For each expert, the experts that dominate it: their loss and all their scores C are no larger, and at least one of these is
 * smaller. Sorted by loss. A dominated expert is never the unique best choice, for any λ ≥ 0.
 * @param losses nats; experts without a finite loss (barred ones, for instance) neither dominate nor are dominated
 * @param scores per constraint, C of every expert; NaN counts as the worst, as in the objective
 */
export function dominators(losses: ArrayLike<number>, scores: readonly ArrayLike<number>[]): number[][] {
  const costs = Array.from({ length: losses.length }, (_, i) => [
    losses[i]!,
    ...scores.map((score) => scoreOrWorst(score[i]!)),
  ]);
  const taking = costs.flatMap((cost, i) => (cost.every(Number.isFinite) ? [i] : []));
  taking.sort((a, b) => losses[a]! - losses[b]!);
  return costs.map((own, i) => {
    if (!Number.isFinite(own[0])) return [];
    return taking.filter(
      (j) => j !== i && costs[j]!.every((cost, k) => cost <= own[k]!) && costs[j]!.some((cost, k) => cost < own[k]!),
    );
  });
}
