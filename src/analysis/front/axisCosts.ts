/** A policy's cost on the front's axis: the value of each call if the library has it, else that of the expert. */
import { contentKey } from "../../core/contentKey.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { Constraint } from "../../library/load.ts";
import { remembered } from "../analysis.ts";

/** Raw values by call, or by expert. */
export const chargeOf = ({ calls, raw }: Constraint): Matrix | Float64Array => calls ?? raw;

/** Mean raw value of every expert over these prompts; NaN where unknown. Without values by call it is the expert's own. */
export const rawOver = remembered({
  keep: 8,
  key: (axis: string, rows: Int32Array) => `${axis}|${contentKey(rows)}`,
  compute(library, axis, rows): Float64Array {
    const { calls, raw } = library.constraints.find(({ id }) => id === axis)!;
    if (!calls) return raw;
    return raw.map((value, k) => {
      if (!Number.isFinite(value)) return Number.NaN;
      let sum = 0;
      let count = 0;
      for (const row of rows) {
        const cost = calls.data[row * calls.columns + k]!;
        if (!Number.isFinite(cost)) continue;
        sum += cost;
        count++;
      }
      return count > 0 ? sum / count : Number.NaN;
    });
  },
});

/** Cost of an expert's call on a prompt; NaN when unknown. */
export const chargeAt = ({ calls, raw }: Constraint, row: number, expert: number): number =>
  (calls ? calls.data[row * calls.columns + expert] : raw[expert]) ?? Number.NaN;
