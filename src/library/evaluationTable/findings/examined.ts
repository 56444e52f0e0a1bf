import type { Remedy } from "../edits/change.ts";
import type { EvaluationTable } from "../evaluationTable.ts";
import type { Part } from "../understand/merge.ts";
import type { Price } from "../understand/prices.ts";

/** What findings are about. */
export interface Examined {
  table: EvaluationTable;
  /** By model, as the library names them. */
  ids: readonly string[];
  /** One table per file. */
  parts: readonly Part[];
  /** By model; null if no file has prices. */
  prices: readonly (Price | null)[] | null;
}

/** A finding before its remedies have ids: these are the finding's id and a number. */
export interface Found {
  id: string;
  text: string;
  remedies?: readonly Omit<Remedy, "id">[];
}
