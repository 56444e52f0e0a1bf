import { formatLambda, formatNats } from "../ui/words/format.ts";

/** The penalty of one constraint with λ > 0. */
export interface Charge {
  label: string;
  lambda: number;
  /** λC by expert, nats. */
  nats: ArrayLike<number>;
}

/**
 * One plain sentence that explains the choice.
 * @param order experts, best first; `taking` of them take part
 * @param unit short unit of losses and penalties
 */
export function reasonFor(
  ids: readonly string[],
  losses: ArrayLike<number>,
  charges: readonly Charge[],
  order: readonly number[],
  taking: number,
  unit: string,
): string {
  const [winner, next] = order as [number, number | undefined];
  if (next === undefined || taking < 2) return `${ids[winner]} answers: it is the only expert that is allowed.`;
  const ahead = losses[next]! - losses[winner]!;
  const shown = formatNats(Math.abs(ahead));
  const even = Number(shown) === 0;
  if (ahead >= 0 || even) {
    const lead = even ? `is as low as that of the next, ${ids[next]}` : `is ${shown} ${unit} below the next`;
    const paid = charges.map(
      ({ label, lambda, nats }) =>
        `at ${label} λ = ${formatLambda(lambda)} it pays ${formatNats(nats[winner]!)} ${unit} for its ${label.toLowerCase()}`,
    );
    return `${ids[winner]} answers: its predicted loss ${[lead, ...paid].join(", and ")}.`;
  }
  const saved = charges
    .map(({ label, lambda, nats }) => ({ label, lambda, nats: nats[next]! - nats[winner]! }))
    .filter(({ nats }) => nats > 0)
    .map(
      ({ label, lambda, nats }) =>
        `at ${label} λ = ${formatLambda(lambda)} it pays ${formatNats(nats)} ${unit} less for its ${label.toLowerCase()}`,
    );
  return `${ids[winner]} answers, although ${ids[next]} is predicted to lose ${shown} ${unit} less: ${saved.join(", and ")}.`;
}
