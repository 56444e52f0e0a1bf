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
    const paid = payments(
      charges.map(({ label, lambda, nats }) => ({ label, lambda, nats: nats[winner]! })),
      unit,
    );
    return `${ids[winner]} answers: its predicted loss ${[lead, ...paid].join(", and ")}.`;
  }
  const saved = charges
    .map(({ label, lambda, nats }) => ({ label, lambda, nats: nats[next]! - nats[winner]! }))
    .filter(({ nats }) => nats > 0);
  return `${ids[winner]} answers, although ${ids[next]} is predicted to lose ${shown} ${unit} less: ${payments(saved, `${unit} less`)}.`;
}

/** What is paid for each constraint, in one phrase that stays short however many there are; none for none. */
function payments(paid: readonly { label: string; lambda: number; nats: number }[], unit: string): string[] {
  const [first, second] = [...paid].sort((a, b) => b.nats - a.nats);
  if (!first) return [];
  const pays = ({ label, nats }: { label: string; nats: number }) =>
    `${formatNats(nats)} ${unit} for its ${label.toLowerCase()}`;
  if (!second) return [`at ${first.label} λ = ${formatLambda(first.lambda)} it pays ${pays(first)}`];
  if (paid.length === 2) return [`it pays ${pays(first)} and ${pays(second)}`];
  const all = paid.reduce((sum, { nats }) => sum + nats, 0);
  return [`it pays ${formatNats(all)} ${unit} in all, most for its ${first.label.toLowerCase()}`];
}
