import type { Baseline } from "../../../analysis/front/baselines.ts";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import { isRouted } from "../../../library/isRouted.ts";
import type { Constraint, Library } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";
import { formatPercent } from "../../ui/words/format.ts";

/**
 * What the plot cannot show because a value is unknown, one phrase each; empty when nothing is missing.
 * @param singles mean outcome of each single expert, in manifest order
 * @param router share of the passages whose expert has a known raw value, and of those with a known outcome
 */
export function missingFromPlot(
  library: Library,
  constraint: Constraint,
  outcome: Outcome,
  singles: ArrayLike<number>,
  baselines: readonly Baseline[],
  router: { known: number; measured: number },
): string[] {
  const labels = (unknown: (expert: number) => boolean) =>
    library.manifest.experts.flatMap(({ label }, i) => (unknown(i) ? [label] : []));
  const unplaced = labels((i) => Number.isNaN(constraint.raw[i]!));
  const unmeasured = labels((i) => Number.isNaN(singles[i]!) && !Number.isNaN(constraint.raw[i]!));
  const policies = baselines.filter(({ x, y }) => Number.isNaN(x) || Number.isNaN(y)).map(({ label }) => label);
  const name = constraint.label.toLowerCase();
  const told = outcome === "accuracy" ? lossUnit(library.manifest).outcome : outcome;
  const notes: string[] = [];
  if (unplaced.length > 0) notes.push(`${name} of ${unplaced.join(", ")}`);
  if (unmeasured.length > 0) notes.push(`${told} of ${unmeasured.join(", ")}`);
  if (policies.length > 0) notes.push(policies.join(", "));
  // A table has no router whose choices could be unknown.
  if (!isRouted(library)) return notes;
  if (router.known < 1) {
    notes.push(
      `${name} of the expert that ${formatPercent(1 - router.known)} of the passages go to; the mean leaves them out`,
    );
  }
  if (router.measured < 1) notes.push(`${told} of ${formatPercent(1 - router.measured)} of the passages`);
  return notes;
}
