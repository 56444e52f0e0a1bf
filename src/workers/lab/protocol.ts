/** @file The messages between the page and the worker that trains routers on an evaluation table. */

import type { LabReport } from "../../lab/report/report.ts";
import type { TextTable } from "../../lab/report/tables.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { GivenFile } from "../../library/evaluationTable/importer.ts";
import type { WrittenTable } from "../../library/evaluationTable/out/writeTable.ts";

export interface LabTableRequest {
  name: string;
  /** Hash of the table: stands in the report. */
  sha256: string;
  /** The table as it is shown. */
  table: Omit<WrittenTable, "texts">;
  /** The library's Parquet file of texts, its name in errors, and the rows of it that the table has; null if there are no texts. */
  texts: { content: ArrayBuffer; path: string; rows: Int32Array } | null;
}

/** What is trained. The same choices on the same table give the same result. */
export interface TrainRequest {
  /** `surface`, `tfidf`, `vectors` of the table, and the ids of features whose vectors were given by text. */
  features: readonly string[];
  /** Ids of heads; empty for the default. */
  heads: readonly string[];
  /** Features whose ridge regression is a further member of the default mean. */
  inMean: readonly string[];
  /** Whether lines that many prompts share are taken out of their texts. */
  clean: boolean;
  /** What is measured besides. */
  learningCurve: boolean;
  leaveOut: boolean;
  predictCosts: boolean;
  /** Name of the test table, whose content was given before; null for none. */
  test: string | null;
}

export interface LabOutcome {
  report: LabReport;
  /** “Routers compared” first. */
  tables: TextTable[];
  /** The whole report in Markdown. */
  markdown: string;
  /** Rows of the table that were trained on, by prompt of the predictions. */
  rows: number[];
  /** The lines that cleaning took out of the texts, or some of them. */
  commonLines: string[];
  /** On the test table; null without one. */
  test: { name: string; headline: string; sentences: string[]; tables: TextTable[] } | null;
  /** Of each router, its scores for prompts that it has not seen: prompts × models. The data-set label is none of them. */
  predictions: { id: string; scores: Float64Array }[];
}

/** A feature whose vectors are computed elsewhere. */
export interface VectorFeature {
  /** Its id in a request to train. */
  id: string;
  /** Names the model that makes the vectors, with its version: they are kept under it. */
  model: string;
}

export type LabCalls = {
  /** Gives the worker its table; a new one takes the place of the old one and of all that was trained on it. */
  open: { request: LabTableRequest; result: null };
  /**
   * Texts of the table that a feature has no vectors of yet, shortest first, at most `most`; `left`: how many there are in all, and
   * `characters`: how long these are together, which tells better how much work is left.
   */
  missing: {
    request: { feature: VectorFeature; clean: boolean; most: number };
    result: { texts: string[]; left: number; characters: number };
  };
  /** Gives the worker vectors of texts, texts × columns. They are kept in the browser. */
  keep: {
    request: { model: string; texts: readonly string[]; columns: number; data: Float32Array };
    result: null;
  };
  /** Gives the worker vectors that belong to the table: JSON, one list of numbers for each row. Null for none. */
  vectors: { request: { name: string; text: string } | null; result: null };
  /** Gives the worker a table to judge on, in place of the one before; null for none. The files are read as they are interpreted. */
  test: {
    request: { name: string; files: readonly GivenFile[] } | null;
    result: { prompts: number; models: string[] } | null;
  };
  /** Progress is in thousandths of the work. Cancelled work is kept, and the same request goes on with it. */
  train: { request: TrainRequest; result: LabOutcome };
  /** A router of the training that was last finished, fitted on all prompts. `encoders`: what made its vectors, by feature. */
  router: { request: { id: string; encoders: Record<string, unknown> }; result: TrainedRouter };
};

/** Progress is told in such parts of the whole. */
export const PROGRESS_TOTAL = 1_000;
