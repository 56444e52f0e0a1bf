/** A head predicts numbers of a prompt, such as every model's score, from one feature of it. */
import type { Matrix } from "../../core/matrix.ts";
import type { Rows } from "../features/rows.ts";
import type { LearntHead } from "./learnt.ts";

export interface Training {
  /** Features of all prompts, prepared on the training rows. */
  rows: Rows;
  /** Rows to learn from, at least one. */
  train: Int32Array;
  /** Of all prompts × outputs; all known. */
  targets: Matrix;
  /** For the heads that draw random numbers. */
  seed: number;
}

/** @returns row-major, one row per entry of `which`, one column per output */
export type Predict = (rows: Rows, which: ArrayLike<number>) => Float64Array;

export interface Candidate {
  /** The hyper-parameter: neighbours, penalty, clusters or epochs. */
  setting: number;
  /** Of the held-out rows, as `Predict` returns them. */
  predicted: Float64Array;
}

export interface Head {
  id: string;
  /** In names of routers. */
  label: string;
  /** What its hyper-parameter is called. */
  settingName: string;
  /** The setting for a table too small to choose one on. */
  usual: number;
  /** Whether it needs a dense feature. */
  denseOnly?: boolean;
  /**
   * On sparse rows, settings are tried in their order until the error of differences has risen this often in a row: the rest takes
   * longest. Without it all are tried.
   */
  sparsePatience?: number;
  /** Every setting, learnt from the training rows, with its predictions of the held-out rows. */
  candidates(training: Training, held: Int32Array): Iterable<Candidate>;
  fit(training: Training, setting: number): Predict;
  /** What `fit` learns, as data; see router/headPredictor.ts for the way back to its predictions. */
  learn(training: Training, setting: number): LearntHead;
}
