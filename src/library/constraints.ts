import { minMax, type Scale } from "../routing/scaling.ts";
import type { ConstraintInfo } from "./manifest.ts";

/**
 * A constraint of raw values, scaled to C over the library.
 * @param raw by expert id; NaN when unknown
 */
export function scaledConstraint(
  info: Pick<ConstraintInfo, "id" | "label" | "unit" | "description" | "measured"> & { scale: Scale },
  raw: ReadonlyMap<string, number>,
): ConstraintInfo {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const ids = [...raw.keys()];
  const scores = minMax([...raw.values()], info.scale);
  return {
    ...info,
    raw: Object.fromEntries(ids.map((id) => [id, Number.isNaN(scores[ids.indexOf(id)]!) ? null : known(raw.get(id)!)])),
    score: Object.fromEntries(ids.map((id, i) => [id, known(scores[i]!)])),
  };
}
