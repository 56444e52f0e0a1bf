import { type PartGroup, sharesAt } from "../../analysis/specialisation.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import { toCsv } from "../export/csv.ts";

/** Shares of each domain's windows by expert at every step that the log has. */
export function specialisationCsv(log: Specialisation, groups: readonly PartGroup[]): string {
  const ids = log.experts.map(({ id }) => id);
  return toCsv(
    ["step", "domain", ...ids],
    log.frames.flatMap(({ step }, frame) => groups.map(({ id, parts }) => [step, id, ...sharesAt(log, parts, frame)])),
  );
}
