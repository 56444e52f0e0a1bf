import { meanRatio, outcomeRatio, randomRatio, scoreRatios } from "../../core/metrics/ratios.ts";
import { onAll, PairedBootstrap, type Ratio } from "../../core/stats/pairedBootstrap.ts";
import { percentileInterval } from "../../core/stats/percentileInterval.ts";
import { choicesAt, deciding, penaltyAt } from "./deciding.ts";
import type { Estimated, Figures, FiguresRequest, Interval, Tables } from "./protocol.ts";

/** Runs a bootstrap to its end in batches; rejects when its result is no longer wanted. */
export type RunToEnd = (bootstrap: PairedBootstrap) => Promise<void>;

/** Intervals of every figure at one λ. */
export async function estimateFigures(tables: Tables, request: FiguresRequest, run: RunToEnd): Promise<Figures> {
  const { losses, accuracies } = tables;
  const { outcome, rows, lambda, single } = request;
  const measured = outcome === "loss" ? losses : accuracies;
  const chosen = choicesAt(deciding(tables, request, "router"), lambda, rows);
  const ideal = deciding(tables, request, "oracle");
  const oracle = choicesAt(ideal, lambda, rows);
  const policies: Record<string, Ratio> = {
    router: outcomeRatio(measured, chosen, rows),
    oracle: outcomeRatio(measured, oracle, rows),
    single: outcomeRatio(measured, new Int32Array(measured.rows).fill(single), rows),
    random: randomRatio(measured, rows),
  };
  for (const { id, outcomes } of request.policies) policies[id] = meanRatio(outcomes);
  const scores = scoreRatios(losses, accuracies, chosen, penaltyAt(ideal, lambda), single, rows);
  const named = [...Object.entries(policies), ...Object.entries(scores)];
  const places = new Map(named.map(([id], place) => [id, place]));
  const bootstrap = new PairedBootstrap(
    named.map(([, ratio]) => ratio),
    rows.length,
    { clusters: Array.from(rows, (row) => tables.clusters[row]!) },
  );
  await run(bootstrap);

  const resampled = (id: string): Float64Array => bootstrap.values[places.get(id)!]!;
  const interval = (id: string): Interval => percentileInterval(resampled(id));
  const difference = (id: string): Estimated => ({
    value: onAll(policies[id]!) - onAll(policies.router!),
    interval: percentileInterval(resampled(id).map((value, b) => value - resampled("router")[b]!)),
  });
  const each = <T>(make: (id: string) => T): Record<string, T> =>
    Object.fromEntries(Object.keys(policies).map((id) => [id, make(id)]));
  return {
    outcome,
    clusters: bootstrap.clusters,
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
