import { contentKey } from "../../core/contentKey.ts";
import { measuredCalls } from "../../core/evaluation/measuredCalls.ts";
import { remembered } from "../analysis.ts";
import { callCosts, isTable } from "../table/reportQuestion.ts";

/**
 * Those of the prompts that count in a table's figures: where no model lacks a score, nor a cost (docs/libraries.md,
 * “Missing cells”). The same array if all count, and for libraries with a router, whose figures say themselves what is unknown.
 */
export const countedRows = remembered({
  keep: 8,
  key: contentKey,
  compute(library, rows: Int32Array): Int32Array {
    if (!isTable(library)) return rows;
    const calls = measuredCalls(library.benchmark.accuracies, callCosts(library), rows);
    return calls.rows.length === rows.length ? rows : Int32Array.from(calls.rows);
  },
});
