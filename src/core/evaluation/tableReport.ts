/** The figures of an evaluation table, each with a 95% interval by resampling its prompts. */
import { hullAt, paretoSet, upperHull } from "../curves/pareto.ts";
import type { Matrix } from "../matrix.ts";
import { aiq } from "../metrics/metrics.ts";
import type { PairedBootstrap } from "../stats/pairedBootstrap.ts";
import { arenaScore } from "./arenaScore.ts";
import { chanceOracle } from "./chanceOracle.ts";
import { type DatasetReport, datasetReport } from "./datasetReport.ts";
import { type TwoModels, twoModels } from "./deferral/twoModels.ts";
import type { Estimate } from "./estimate.ts";
import { Means } from "./means.ts";
import { measuredCalls } from "./measuredCalls.ts";
import { oracleAiq } from "./oracleCurve.ts";
import { addReportMeans, type PolicyMeans } from "./reportMeans.ts";
import type { RouterDecisions, ThresholdReport } from "./routerDecisions.ts";

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
  const means = new Means(rows.map((row) => request.clusters[row]!));
  const places = addReportMeans(means, calls, request.groups, request.clusters, request.routers ?? []);
  const { best, single, singles, along, kept } = places;
  const added = rows.length * means.count;
  const resamples = Math.max(100, Math.min(1000, Math.floor(BUDGET / Math.max(1, added))));

  type Mean = (place: number) => number;
  const whole: Mean = (place) => means.value(place);
  const one = (place: number) => means.estimate((mean) => mean(place));
  const policy = ({ score, cost }: PolicyMeans): Policy => ({ score: one(score), cost: one(cost) });
  const priced = models.map((model, k) => ({ model, k })).filter(({ model }) => costed.includes(model));
  const points = (mean: Mean) => ({
    x: priced.map(({ k }) => mean(singles[k]!.cost)),
    y: priced.map(({ k }) => mean(singles[k]!.score)),
  });
  const { x, y } = points(whole);
  const range = (mean: Mean): [number, number] => {
    const known = points(mean).x;
    return [Math.min(...known), Math.max(...known)];
  };
  const arena = ({ score, cost }: PolicyMeans) => means.estimate((mean) => arenaScore(mean(score), mean(cost)));
  const withCosts = (figure: (mean: Mean) => number, value?: number) =>
    costs ? means.estimate(figure, value) : NOT_KNOWN;
  const [byChance, datasets] = [chanceOracle(calls, request.groups), datasetReport(calls, request.groups)];
  const told = (deferral: TwoModels | null): TableReport => ({
    prompts: rows.length,
    asked: request.rows.length,
    models: Array.from({ length: scores.columns }, (_, column) => {
      const k = models.indexOf(column);
      return k < 0 ? null : policy(singles[k]!);
    }),
    best,
    random: policy(places.random),
    oracle: policy(places.oracle),
    byDataset: places.byDataset && {
      inSample: policy(places.byDataset.inSample),
      crossValidated: policy(places.byDataset.crossValidated),
    },
    costMatched: withCosts((mean) => {
      const of = points(mean);
      return hullAt(of.x, of.y, mean(places.oracle.cost));
    }),
    headroom: one(places.headroom),
    chanceOracle: byChance,
    allRight: one(places.allRight),
    noneRight: one(places.noneRight),
    pareto: paretoSet(x, y).map((i) => priced[i]!.model),
    hull: upperHull(x, y).map((i) => priced[i]!.model),
    aiqHull: withCosts((mean) => {
      const of = points(mean);
      return aiq(of.x, of.y, range(mean));
    }),
    aiqOracle: withCosts(
      (mean) =>
        aiq(
          along.map(({ cost }) => mean(cost)),
          along.map(({ score }) => mean(score)),
          range(mean),
        ),
      oracleAiq(calls, range(whole)),
    ),
    saving: kept && single ? means.estimate((mean) => 1 - mean(kept.cost) / mean(single.cost)) : NOT_KNOWN,
    savingCost: kept ? one(kept.cost) : NOT_KNOWN,
    arenaBest: single ? arena(single) : NOT_KNOWN,
    arenaOracle: arena(places.oracle),
    datasets,
    routers: places.routers.map(({ prompts, place, threshold }) => ({
      prompts: threshold?.prompts ?? prompts,
      policy: place && policy(place),
      threshold,
    })),
    deferral,
  });
  if (added * resamples > LONG && models.length !== 2) first(told(null));
  await run(means.bootstrap(resamples));
  return told(models.length === 2 ? twoModels(calls, request.clusters) : null);
}
