/** @file The messages between the page and the statistics worker. */

import type { Curve } from "../../core/curves/curve.ts";
import type { SweepRequest } from "../../core/curves/sweepRequest.ts";
import type { PairedModels } from "../../core/evaluation/pairedModels.ts";
import type { ReportRequest, TableReport } from "../../core/evaluation/tableReport.ts";
import type { Matrix } from "../../core/matrix.ts";

/** The benchmark's tables: prompts × experts. */
export interface Tables {
  /** By benchmark row: its cluster (the document), which is resampled as a whole. */
  clusters: Int32Array;
  losses: Matrix;
  accuracies: Matrix;
  predicted: Matrix;
  /** What the calls cost, by the id of each constraint with values by call; absent if there are none. */
  calls?: Readonly<Record<string, Matrix>>;
  /** C of the calls, for those of these constraints whose C is not the value itself. */
  callScores?: Readonly<Record<string, Matrix>>;
  /** C of the calls as the router expects it, by constraint; absent where it decides by the experts' C. */
  expectedScores?: Readonly<Record<string, Matrix>>;
}

/** The requested front: its prompts, its axes, and the penalties of the other constraints. */
export interface FrontRequest {
  axis: string;
  outcome: "loss" | "accuracy";
  /** Benchmark rows. */
  rows: Int32Array;
  /**
   * C and raw value of the axis' constraint by expert, NaN when unknown. Where the tables have its values by call, these are
   * charged, and the oracle decides by them; the router decides by what it expects of the calls, or by the experts' C.
   */
  score: Float64Array;
  raw: Float64Array;
  scale: "log" | "linear";
  /** Penalty of the other constraints by expert, nats; ∞ for an excluded expert. */
  others: Float64Array;
  /** The other constraints that have values by call and a λ, and the penalty of those that have not. Absent if there are none. */
  byCall?: { lambdas: readonly { id: string; lambda: number }[]; rest: Float64Array };
}

export interface FiguresRequest extends FrontRequest {
  /** λ of the axis' constraint. */
  lambda: number;
  /** The best single expert on these rows; −1 for none. It stays fixed over the resamples. */
  single: number;
  /** Further policies, each by its outcome on every one of `rows`; NaN where unknown. */
  policies: readonly { id: string; outcomes: Float64Array }[];
}

/** 95 % interval; NaN where there is none. */
export type Interval = [low: number, high: number];

export interface Estimated {
  /** On the benchmark itself. */
  value: number;
  interval: Interval;
}

/** The router's curve at some λ: the mean cost there, and the interval of the mean outcome. */
export interface Band {
  axis: string;
  outcome: "loss" | "accuracy";
  x: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** Mean height of the router's hull over the range of costs of the single experts, in the unit of the outcome. */
  aiq: Estimated;
  /** The same for the single experts' own hull: the router's baseline. */
  aiqOfSingles: number;
  /** Area dominated by the router's curve, divided by that of the oracle's curve. */
  hypervolume: Estimated;
}

export type ScoreId = "routingAccuracy" | "routingAccuracyTolerant" | "decisiveAccuracy" | "regret" | "oracleGapClosed";

export interface Figures {
  outcome: "loss" | "accuracy";
  /** Number of clusters among the rows. With fewer than two there are no intervals. */
  clusters: number;
  /** By policy: `router`, `oracle`, `single`, `random`, and those named in the request. */
  policies: Record<string, Interval>;
  /** Outcome of every policy minus the router's, paired by prompt; 0 for the router itself. */
  differences: Record<string, Estimated>;
  scores: Record<ScoreId, Interval>;
}

/** The input for an evaluation table's report; the rest is in the tables. */
export type TableReportRequest = Pick<ReportRequest, "rows" | "groups" | "routers">;

/** Two models of an evaluation table, by column. */
export type PairedModelsRequest = Pick<TableReportRequest, "rows" | "groups"> & { first: number; second: number };

export type StatisticsCalls = {
  open: { request: Tables; result: null };
  sweeps: { request: readonly SweepRequest[]; result: Curve[] };
  band: { request: FrontRequest; result: Band };
  figures: { request: FiguresRequest; result: Figures };
  /** On a large table, the first progress has the figures without their intervals as its part. */
  report: { request: TableReportRequest; result: TableReport };
  paired: { request: PairedModelsRequest; result: PairedModels };
};
