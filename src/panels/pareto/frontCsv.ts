import type { Constraint } from "../../library/load.ts";
import type { Front } from "../../state/derive.ts";
import type { Outcome } from "../../state/store.ts";
import { toCsv } from "../shared/exportCsv.ts";

/** Every point of both exact curves: the λ from which it holds, mean raw value of the constraint, mean outcome. */
export function frontCsv(front: Front, constraint: Constraint, outcome: Outcome): string {
  const head = ["curve", `λ ${constraint.id} (nats)`, `${constraint.id} (${constraint.unit})`, `mean ${outcome}`];
  const rows = (["router", "oracle"] as const).flatMap((name) => {
    const { lambda, x, y, known } = front[name];
    return Array.from(lambda, (value, k) => [name, value, x[k]!, y[k]!, known[k]!]);
  });
  return toCsv(
    [...head, `share of prompts with known ${constraint.id}`, "prompts"],
    rows.map((row) => [...row, front.rows.length]),
  );
}
