import type { Front } from "../../../analysis/front/front.ts";
import type { Overlay } from "../../../analysis/front/frontOverlays.ts";
import { type LossUnit, lambdaUnit } from "../../../analysis/lossUnit.ts";
import type { Curve } from "../../../core/curves/curve.ts";
import type { Constraint } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";
import { toCsv } from "../../export/csv.ts";

/** A single expert or a baseline, with the mean raw value of the constraint and the mean outcome. */
export interface FrontPoint {
  name: string;
  x: number;
  y: number;
}

/**
 * Every point of all exact curves: the λ from which it holds, mean raw value of the constraint, mean outcome. Then the single
 * experts and the baselines, which have no λ.
 */
export function frontCsv(
  front: Front,
  overlays: readonly Overlay[],
  constraint: Constraint,
  outcome: Outcome,
  unit: LossUnit,
  points: readonly FrontPoint[],
): string {
  const head = [
    "curve",
    `λ ${constraint.id} (${lambdaUnit(unit, constraint)})`,
    `${constraint.id} (${constraint.unit})`,
    `mean ${outcome}`,
  ];
  const curves: { name: string; curve: Curve; kind?: Overlay["kind"] }[] = [
    { name: "router", curve: front.router },
    { name: "oracle", curve: front.oracle },
    // Of others, the router's name says more than its id.
    ...overlays.map(({ id, label, kind, curve }) => ({ name: kind === "threshold" ? label : id, curve, kind })),
  ];
  const rows = curves.flatMap(({ name, curve: { lambda, x, y, known }, kind }) => {
    // Points along a threshold have no λ.
    return Array.from(lambda, (value, k) => [name, kind === "threshold" ? Number.NaN : value, x[k]!, y[k]!, known[k]!]);
  });
  const others = points.map(({ name, x, y }) => [name, Number.NaN, x, y, Number.NaN]);
  return toCsv(
    [...head, `share of prompts with known ${constraint.id}`, "prompts"],
    [...rows, ...others].map((row) => [...row, front.rows.length]),
  );
}
