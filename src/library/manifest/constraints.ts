import { minMax, type Scale } from "../../core/objective/scaling.ts";
import { ManifestError } from "../errors.ts";
import type { ConstraintInfo } from "./manifest.ts";
import { aboutLogarithm, hasPlace } from "./rawValues.ts";

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
