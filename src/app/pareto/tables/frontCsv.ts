import type { Front } from "../../../analysis/front/front.ts";
import type { Overlay } from "../../../analysis/front/frontOverlays.ts";
import { type LossUnit, lambdaUnit } from "../../../analysis/lossUnit.ts";
import type { Curve } from "../../../core/curves/curve.ts";
import type { Constraint } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";
import { toCsv } from "../../export/csv.ts";

/** Every point of all exact curves: the λ from which it holds, mean raw value of the constraint, mean outcome. */
export function frontCsv(
  front: Front,
  overlays: readonly Overlay[],
  constraint: Constraint,
  outcome: Outcome,
  unit: LossUnit,
): string {
  const head = [
    "curve",
    `λ ${constraint.id} (${lambdaUnit(unit, constraint)})`,
    `${constraint.id} (${constraint.unit})`,
    `mean ${outcome}`,
  ];
  const curves: [string, Curve][] = [
    ["router", front.router],
    ["oracle", front.oracle],
    ...overlays.map(({ id, curve }): [string, Curve] => [id, curve]),
  ];
  const rows = curves.flatMap(([name, { lambda, x, y, known }]) => {
    return Array.from(lambda, (value, k) => [name, value, x[k]!, y[k]!, known[k]!]);
  });
  return toCsv(
    [...head, `share of prompts with known ${constraint.id}`, "prompts"],
    rows.map((row) => [...row, front.rows.length]),
  );
}
