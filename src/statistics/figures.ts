import { percentileInterval } from "../routing/bootstrap.ts";
import { penalties, route } from "../routing/objective.ts";
import { PairedBootstrap, type Ratio } from "../routing/pairedBootstrap.ts";
import { outcomeRatio, randomRatio, scoreRatios } from "../routing/ratios.ts";
import type { Estimated, Figures, FiguresRequest, Interval, PolicyId, Tables } from "./protocol.ts";

/** Runs a bootstrap to its end, in portions; rejects when its answer is no longer wanted. */
export type RunToEnd = (bootstrap: PairedBootstrap) => Promise<void>;

const POLICIES: readonly PolicyId[] = ["router", "oracle", "single", "random", "domain"];

/** Intervals of every figure that belongs to one λ. */
export async function estimateFigures(tables: Tables, request: FiguresRequest, run: RunToEnd): Promise<Figures> {
  const { losses, accuracies, predicted } = tables;
  const { outcome, rows, score, others, lambda, single, domain } = request;
  const own = penalties([score], [lambda], score.length);
  const penalty = others.map((nats, i) => nats + own[i]!);
  const measured = outcome === "loss" ? losses : accuracies;
  const chosen = route(predicted, penalty, rows);
  const policies: Record<PolicyId, Ratio> = {
    router: outcomeRatio(measured, chosen, rows),
    oracle: outcomeRatio(measured, route(losses, penalty, rows), rows),
    single: outcomeRatio(measured, new Int32Array(measured.rows).fill(single), rows),
    random: randomRatio(measured, rows),
    domain: outcomeRatio(measured, domain, rows),
  };
  const scores = scoreRatios(losses, accuracies, chosen, penalty, single, rows);
  const ratios = { ...policies, ...scores };
  const ids = Object.keys(ratios) as (keyof typeof ratios)[];
  const bootstrap = new PairedBootstrap(
    ids.map((id) => ratios[id]),
    rows.length,
  );
  await run(bootstrap);

  const resampled = (id: keyof typeof ratios): Float64Array => bootstrap.values[ids.indexOf(id)]!;
  const interval = (id: keyof typeof ratios): Interval => percentileInterval(resampled(id));
  const difference = (id: PolicyId): Estimated => ({
    value: onAll(policies[id]) - onAll(policies.router),
    interval: percentileInterval(resampled(id).map((value, b) => value - resampled("router")[b]!)),
  });
  return {
    outcome,
    policies: each(interval),
    differences: each(difference),
    scores: {
      routingAccuracy: interval("routingAccuracy"),
      routingAccuracyTolerant: interval("routingAccuracyTolerant"),
      decisiveAccuracy: interval("decisiveAccuracy"),
      regret: interval("regret"),
      oracleGapClosed: percentileInterval(resampled("gapLeft").map((left) => 1 - left)),
    },
  };
}

function each<T>(make: (id: PolicyId) => T): Record<PolicyId, T> {
  return Object.fromEntries(POLICIES.map((id) => [id, make(id)])) as Record<PolicyId, T>;
}

function onAll({ numerator, denominator }: Ratio): number {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return sum(denominator) > 0 ? sum(numerator) / sum(denominator) : Number.NaN;
}
