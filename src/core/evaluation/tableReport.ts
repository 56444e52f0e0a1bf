/** The figures of an evaluation table, each with a 95% interval by resampling its prompts. */
import { paretoSet, upperHull } from "../curves/pareto.ts";
import type { Matrix } from "../matrix.ts";
import { aiq } from "../metrics/metrics.ts";
import { meanRatio } from "../metrics/ratios.ts";
import { PairedBootstrap, type Ratio } from "../stats/pairedBootstrap.ts";
import { percentileInterval } from "../stats/percentileInterval.ts";
import { arenaScore } from "./arenaScore.ts";
import { chanceOracle } from "./chanceOracle.ts";
import { datasetChoices } from "./datasetChoices.ts";
import { type DatasetReport, datasetReport } from "./datasetReport.ts";
import { type Estimate, TO_COME } from "./estimate.ts";
import { bestModel, measuredCalls, oracleChoices } from "./measuredCalls.ts";
import { cheapestAsGood, oracleAiq, oracleAlong } from "./oracleCurve.ts";
import { type RouterDecisions, type ThresholdReport, thresholdReport } from "./routerDecisions.ts";
import { type TwoModels, twoModels } from "./twoModels.ts";

export interface ReportRequest {
  scores: Matrix;
  /** US dollars per 1,000 prompts; null without any. */
  costs: Matrix | null;
  rows: Int32Array;
  /** By row of the table: the index of its data set, and its cluster for resampling. */
  groups: Int32Array;
  clusters: Int32Array;
  /** Decisions of others' routers, by row of the table. */
  routers?: readonly RouterDecisions[];
}

export interface Policy {
  score: Estimate;
  /** NaN without costs. */
  cost: Estimate;
}

export interface TableReport {
  /** Number of prompts that count, and of those requested. */
  prompts: number;
  asked: number;
  /** By column of the table; null for a model without scores. */
  models: (Policy | null)[];
  /** Column of the best single model; −1 for none. */
  best: number;
  random: Policy;
  oracle: Policy;
  /**
   * The best model of each data set, chosen on the prompts themselves, and cross-validated (chosen on four fifths of them for the
   * other fifth); null with one data set.
   */
  byDataset: { inSample: Policy; crossValidated: Policy } | null;
  /** Best mix of single models at the oracle's cost. */
  costMatched: Estimate;
  headroom: Estimate;
  /** Mean score of the oracle if the models were right independently of one another. */
  chanceOracle: number;
  /** Shares of prompts. */
  allRight: Estimate;
  noneRight: Estimate;
  /** Columns of non-dominated models, and corners of their hull, by rising cost. */
  pareto: number[];
  hull: number[];
  aiqHull: Estimate;
  aiqOracle: Estimate;
  /** Savings of the cheapest choices that keep the best model's score, relative to its cost, and their cost. */
  saving: Estimate;
  savingCost: Estimate;
  /** RouterArena's score of the best single model and of the oracle. */
  arenaBest: Estimate;
  arenaOracle: Estimate;
  /** Null with one data set. */
  datasets: DatasetReport | null;
  /** Null unless there are exactly two models. */
  deferral: TwoModels | null;
  /** Others' routers, in the order of the request: what their choices reach, or what their scores recover of the gap. */
  routers: { prompts: number; policy: Policy | null; threshold: ThresholdReport | null }[];
}

/** Limit on the total number of sums over all resamples: large tables are resampled fewer times. */
const BUDGET = 2e9;
const NOT_KNOWN: Estimate = { value: Number.NaN, interval: [Number.NaN, Number.NaN] };

/** Resampling that adds up more numbers than this takes so long that the figures are told before. */
const LONG = 2e8;

/**
 * @param run runs a bootstrap to its end; rejects when its result is no longer wanted
 * @param first gets the figures before that, with intervals to come, if it takes long. Not for two models, whose deferral has
 *   intervals of its own.
 */
export async function tableReport(
  request: ReportRequest,
  run: (bootstrap: PairedBootstrap) => Promise<void>,
  first: (report: TableReport) => void = () => {},
): Promise<TableReport> {
  const calls = measuredCalls(request.scores, request.costs, request.rows);
  const { scores, costs, rows, models, costed } = calls;
  const at = (table: Matrix, row: number, model: number) => table.data[row * table.columns + model]!;
  const ratios: Ratio[] = [];
  const add = (value: (row: number) => number): number => ratios.push(meanRatio(rows.map(value))) - 1;
  const chosen = (choices: ArrayLike<number>) => ({
    score: add((row) => (choices[row]! < 0 ? Number.NaN : at(scores, row, choices[row]!))),
    cost: add((row) => (costs && choices[row]! >= 0 ? at(costs, row, choices[row]!) : Number.NaN)),
  });
  const average = (table: Matrix, of: readonly number[], row: number) =>
    of.reduce((sum, model) => sum + at(table, row, model), 0) / of.length;

  const best = bestModel(calls, rows);
  const singles = models.map((model) => chosen(new Int32Array(scores.rows).fill(model)));
  const oracle = oracleChoices(calls);
  const random = {
    score: add((row) => average(scores, models, row)),
    cost: add((row) => (costs ? average(costs, costed, row) : Number.NaN)),
  };
  const sets = new Set(rows.map((row) => request.groups[row]!)).size;
  const places = {
    oracle: chosen(oracle),
    inSample: sets > 1 ? chosen(datasetChoices(calls, request.groups, 1)) : null,
    crossValidated: sets > 1 ? chosen(datasetChoices(calls, request.groups, 5)) : null,
    headroom: add((row) => (best < 0 ? Number.NaN : at(scores, row, oracle[row]!) - at(scores, row, best))),
    allRight: add((row) => Number(models.every((model) => at(scores, row, model) >= 1))),
    noneRight: add((row) => Number(models.every((model) => at(scores, row, model) <= 0))),
  };
  const others = (request.routers ?? []).map((router) => {
    if (!("choices" in router))
      return { prompts: 0, place: null, threshold: thresholdReport(calls, router.scores, request.clusters) };
    const made = router.choices.map((choice) => (models.includes(choice) ? choice : -1));
    return { prompts: rows.filter((row) => made[row]! >= 0).length, place: chosen(made), threshold: null };
  });
  const bestPlace = singles[models.indexOf(best)];
  const along = costs && costed.length > 1 ? oracleAlong(calls, costs) : [];
  const curve = along.map(chosen);
  const cheap = bestPlace ? cheapestAsGood(calls, along, best) : null;
  const kept = cheap ? chosen(cheap) : null;

  const bootstrap = new PairedBootstrap(ratios, rows.length, {
    resamples: Math.max(100, Math.min(1000, Math.floor(BUDGET / Math.max(1, rows.length * ratios.length)))),
    clusters: rows.map((row) => request.clusters[row]!),
  });
  const whole = Float64Array.from(ratios, ratioValue);
  /** A figure from its ratios, on all prompts and over the resamples. */
  const estimate = (figure: (value: (place: number) => number) => number): Estimate => ({
    value: figure((place) => whole[place]!),
    interval:
      bootstrap.clusters >= 2 && bootstrap.drawn < bootstrap.resamples
        ? TO_COME
        : percentileInterval(
            Float64Array.from({ length: bootstrap.resamples }, (_, b) =>
              figure((place) => bootstrap.values[place]![b]!),
            ),
          ),
  });
  const one = (place: number) => estimate((value) => value(place));
  const policy = ({ score, cost }: { score: number; cost: number }): Policy => ({ score: one(score), cost: one(cost) });
  const points = (value: (place: number) => number) => {
    const priced = models.map((model, k) => ({ model, k })).filter(({ model }) => costed.includes(model));
    return {
      x: priced.map(({ k }) => value(singles[k]!.cost)),
      y: priced.map(({ k }) => value(singles[k]!.score)),
      priced,
    };
  };
  const { x, y, priced } = points((place) => whole[place]!);
  const range = (value: (place: number) => number): [number, number] => {
    const known = points(value).x;
    return [Math.min(...known), Math.max(...known)];
  };
  const arena = (found: { score: number; cost: number }) =>
    estimate((value) => arenaScore(value(found.score), value(found.cost)));
  const dollars = costs !== null;
  const [byChance, datasets] = [chanceOracle(calls, request.groups), datasetReport(calls, request.groups)];
  const told = (deferral: TwoModels | null): TableReport => ({
    prompts: rows.length,
    asked: request.rows.length,
    models: Array.from({ length: scores.columns }, (_, column) => {
      const k = models.indexOf(column);
      return k < 0 ? null : policy(singles[k]!);
    }),
    best,
    random: policy(random),
    oracle: policy(places.oracle),
    byDataset: places.inSample && { inSample: policy(places.inSample), crossValidated: policy(places.crossValidated!) },
    costMatched: dollars
      ? estimate((value) => {
          const single = points(value);
          return hullAt(single.x, single.y, value(places.oracle.cost));
        })
      : NOT_KNOWN,
    headroom: one(places.headroom),
    chanceOracle: byChance,
    allRight: one(places.allRight),
    noneRight: one(places.noneRight),
    pareto: paretoSet(x, y).map((i) => priced[i]!.model),
    hull: upperHull(x, y).map((i) => priced[i]!.model),
    aiqHull: dollars
      ? estimate((value) => {
          const single = points(value);
          return aiq(single.x, single.y, range(value));
        })
      : NOT_KNOWN,
    aiqOracle: dollars
      ? withValue(
          estimate((value) =>
            aiq(
              curve.map(({ cost }) => value(cost)),
              curve.map(({ score }) => value(score)),
              range(value),
            ),
          ),
          oracleAiq(
            calls,
            range((place) => whole[place]!),
          ),
        )
      : NOT_KNOWN,
    saving: kept && bestPlace ? estimate((value) => 1 - value(kept.cost) / value(bestPlace.cost)) : NOT_KNOWN,
    savingCost: kept ? one(kept.cost) : NOT_KNOWN,
    arenaBest: bestPlace ? arena(bestPlace) : NOT_KNOWN,
    arenaOracle: arena(places.oracle),
    datasets,
    routers: others.map(({ prompts, place, threshold }) => ({
      prompts: threshold?.prompts ?? prompts,
      policy: place && policy(place),
      threshold,
    })),
    deferral,
  });
  const long = bootstrap.clusters >= 2 && rows.length * ratios.length * bootstrap.resamples > LONG;
  if (long && models.length !== 2) first(told(null));
  await run(bootstrap);
  return told(models.length === 2 ? twoModels(calls, request.clusters) : null);
}

const ratioValue = ({ numerator, denominator }: Ratio): number => {
  const sum = (values: Float64Array) => {
    let total = 0;
    for (const value of values) total += value;
    return total;
  };
  return sum(denominator) > 0 ? sum(numerator) / sum(denominator) : Number.NaN;
};

const withValue = (estimate: Estimate, value: number): Estimate => ({ ...estimate, value });

/** Height of the hull of points at a cost: what random mixing of single models achieves. NaN below the cheapest. */
function hullAt(x: readonly number[], y: readonly number[], cost: number): number {
  const hull = upperHull(x, y);
  const next = hull.findIndex((i) => x[i]! >= cost);
  if (hull.length === 0 || (next === 0 && x[hull[0]!]! > cost)) return Number.NaN;
  if (next < 0) return y[hull.at(-1)!]!;
  if (next === 0) return y[hull[0]!]!;
  const [a, b] = [hull[next - 1]!, hull[next]!];
  return y[a]! + ((y[b]! - y[a]!) * (cost - x[a]!)) / (x[b]! - x[a]!);
}
