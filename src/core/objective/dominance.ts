/** Which experts no λ can ever make the choice of one prompt. */
import { scoreOrWorst } from "./objective.ts";

/**
 * For every expert, those that dominate it: their loss and every score C are no larger, and one of them is smaller. The
 * smallest loss comes first. An expert with a dominator is never the one best choice, whatever the λ ≥ 0.
 * @param losses nats; an expert without a finite one (a barred one, for instance) neither dominates nor is dominated
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
