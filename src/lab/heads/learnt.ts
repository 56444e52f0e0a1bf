/** What a head has learnt, as plain data that can be stored and sent to a worker. Numbers are in double precision throughout. */
import type { Matrix } from "../../core/matrix.ts";
import type { Rows } from "../features/rows.ts";

/** Predicts x · weights + intercept. */
export interface LearntLine {
  kind: "linear";
  /** Columns × outputs. */
  weights: Float64Array;
  intercept: Float64Array;
}

/** Predicts low + range · sigmoid(x · weights + intercept). */
export interface LearntOdds {
  kind: "logistic";
  /** Columns × outputs. */
  weights: Float64Array;
  intercept: Float64Array;
  low: number;
  range: number;
}

/** Predicts the mean of the k nearest rows by cosine. */
export interface LearntNeighbours {
  kind: "knn";
  /** Prepared features and targets of the training prompts. */
  rows: Rows;
  targets: Matrix;
  k: number;
}

/** Predicts the mean of the nearest centre's rows. */
export interface LearntClusters {
  kind: "clusters";
  /** Columns × count. */
  points: Float64Array;
  /** Count × outputs. */
  means: Float64Array;
  count: number;
}

/** Predicts means + relu(x · first) · second; the last row of each layer holds its biases. */
export interface LearntNetwork {
  kind: "mlp";
  /** (Inputs + 1) × hidden. */
  first: Float64Array;
  /** (Hidden + 1) × outputs. */
  second: Float64Array;
  means: Float64Array;
  hidden: number;
}

export type LearntHead = LearntLine | LearntOdds | LearntNeighbours | LearntClusters | LearntNetwork;
