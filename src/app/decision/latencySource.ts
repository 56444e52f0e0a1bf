import type { Constraint } from "../../library/load.ts";

/** Where the latency constraint's milliseconds were measured, as part of a sentence. */
export function latencySource({ localMeasurement }: Pick<Constraint, "localMeasurement">): string {
  if (!localMeasurement) return "figures from the recipe; run an expert to measure it in this browser";
  const measured = localMeasurement.experts.filter(Boolean).length;
  const all = localMeasurement.experts.length;
  if (measured === all) return `all ${all} experts measured in this browser`;
  const others = Number.isNaN(localMeasurement.factor)
    ? "unknown"
    : `from the recipe × ${localMeasurement.factor.toPrecision(2)}`;
  return `${measured} of ${all} experts measured in this browser, the others ${others}`;
}
