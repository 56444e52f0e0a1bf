import type { Matrix } from "../matrix.ts";
import { type Curve, sweep } from "./curve.ts";

/** The benchmark's tables, prompts × experts, that a sweep reads. */
export type SweptTables = Readonly<Record<"losses" | "accuracies" | "predicted", Matrix>>;

/** A sweep over the benchmark, written down so that the page and a worker compute the same: see `sweep` for its parts. */
export interface SweepRequest {
  /** The table that choices are based on. */
  decision: keyof SweptTables;
  slopes: Float64Array | Matrix;
  base: Float64Array | Matrix;
  x: Float64Array | Matrix;
  /** The table of outcomes. */
  y: keyof SweptTables;
  /** Benchmark rows; null: all. */
  rows: Int32Array | null;
}

/** The curve that a request asks for. */
export function runSweep(tables: SweptTables, { decision, slopes, base, x, y, rows }: SweepRequest): Curve {
  return sweep(tables[decision], slopes, base, x, tables[y], rows ?? undefined);
}
