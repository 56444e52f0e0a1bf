/** @file What the page and the statistics worker say to each other. */
import type { Matrix } from "../../core/matrix.ts";

/** The benchmark's tables: prompts × experts. */
export interface Tables {
  /** By benchmark row: the cluster (the document) that is drawn with all of its prompts when prompts are resampled. */
  clusters: Int32Array;
  losses: Matrix;
  accuracies: Matrix;
  predicted: Matrix;
}

/** The front in question: which prompts, which axes, and what the constraints off the axis add. */
export interface FrontRequest {
  axis: string;
  outcome: "loss" | "accuracy";
  /** Benchmark rows. */
  rows: Int32Array;
  /** C and raw value of the axis' constraint by expert, NaN when unknown. */
  score: Float64Array;
  raw: Float64Array;
  scale: "log" | "linear";
  /** Penalty of the other constraints by expert, nats; ∞ for an expert that takes no part. */
  others: Float64Array;
}

export interface FiguresRequest extends FrontRequest {
  /** λ of the axis' constraint. */
  lambda: number;
  /** The best single expert on these rows; −1 for none. It is not chosen anew in every resample. */
  single: number;
  /** Further policies, each by its outcome on every one of `rows`; NaN where it is unknown. */
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
  /** The same of the single experts' own hull: what a router has to beat. */
  aiqOfSingles: number;
  /** Area that the router's curve dominates, over the area that the oracle's curve does. */
  hypervolume: Estimated;
}

export type ScoreId = "routingAccuracy" | "routingAccuracyTolerant" | "decisiveAccuracy" | "regret" | "oracleGapClosed";

export interface Figures {
  outcome: "loss" | "accuracy";
  /** How many clusters the rows are of. With fewer than two there are no intervals. */
  clusters: number;
  /** By policy: `router`, `oracle`, `single`, `random`, and those that the request named. */
  policies: Record<string, Interval>;
  /** Outcome of every policy minus the router's, paired by prompt; the router's own is 0. */
  differences: Record<string, Estimated>;
  scores: Record<ScoreId, Interval>;
}

export type StatisticsCalls = {
  open: { request: Tables; result: null };
  band: { request: FrontRequest; result: Band };
  figures: { request: FiguresRequest; result: Figures };
};
