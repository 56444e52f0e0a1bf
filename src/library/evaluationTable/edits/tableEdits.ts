import type { RowSet } from "../../../core/rowSet.ts";

/** Everything that the user changes about an imported table. What is shown follows from it: see withTableEdits.ts. */
export interface TableEdits {
  /** Ids of the remedies in force: see `Finding`. */
  remedies: readonly string[];
  /** Ids of the models that are hidden. */
  hidden: readonly string[];
  /** Ids of the data sets that are left out. */
  datasets: readonly string[];
  /** Prompts that are left out one by one. */
  rows: RowSet | null;
  /** New values by constraint and model, in the constraint's unit. */
  values: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Dates of the models, ISO year, year-month or date, by model. */
  dates: Readonly<Record<string, string>>;
}

export const NO_EDITS: TableEdits = { remedies: [], hidden: [], datasets: [], rows: null, values: {}, dates: {} };

export function isEdited({ remedies, hidden, datasets, rows, values, dates }: TableEdits): boolean {
  return (
    remedies.length + hidden.length + datasets.length + Object.keys(dates).length > 0 ||
    rows !== null ||
    Object.values(values).some((byModel) => Object.keys(byModel).length > 0)
  );
}

/** The kind of the prompts that are left out: see `Benchmark.kind`. */
export const LEFT_OUT = "left-out";
