import { minMax, type Scale } from "../../core/objective/scaling.ts";
import { ManifestError } from "../errors.ts";
import type { ConstraintInfo } from "./manifest.ts";
import { aboutLogarithm, hasPlace } from "./rawValues.ts";

const DOLLARS = "US dollars";

/**
 * C of each expert from its raw value. A price is charged as it is, so that λ is what a dollar is worth in the unit of the loss;
 * where it is unknown, the largest price counts. Everything else is scaled to [0, 1]: see `minMax`; NaN when unknown.
 */
export function constraintScores(raw: Float64Array, { unit, scale }: { unit: string; scale: Scale }): Float64Array {
  if (scale !== "linear" || !isPrice(unit)) return minMax(raw, scale);
  const dearest = raw.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), 0);
  return raw.map((value) => (Number.isFinite(value) ? value : dearest));
}

export const isPrice = (unit: string): boolean => unit.startsWith(DOLLARS);

/**
 * A constraint's raw values, scaled to C over the library.
 * @param raw by expert id; NaN when unknown
 * Throws a ManifestError that names constraint and expert for a value that a logarithmic scale cannot take.
 */
export function scaledConstraint(
  info: Pick<ConstraintInfo, "id" | "label" | "unit" | "description" | "measured"> & { scale: Scale },
  raw: ReadonlyMap<string, number>,
): ConstraintInfo {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const ids = [...raw.keys()];
  const issues = [...raw].flatMap(([id, value]) =>
    Number.isNaN(value) || hasPlace(value, info.scale)
      ? []
      : [{ place: `${info.id}.raw.${id}`, problem: aboutLogarithm(info.id, id, value) }],
  );
  if (issues.length > 0) throw new ManifestError(issues);
  const scores = minMax([...raw.values()], info.scale);
  return {
    ...info,
    raw: Object.fromEntries(ids.map((id) => [id, known(raw.get(id)!)])),
    score: Object.fromEntries(ids.map((id, i) => [id, known(scores[i]!)])),
  };
}
