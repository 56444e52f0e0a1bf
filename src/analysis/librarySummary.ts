import { isRouted } from "../library/isRouted.ts";
import type { Library } from "../library/load.ts";

/** Further names are counted, not listed. */
const MOST_NAMES = 2;

/**
 * Number of experts, and the source of the page's figures: measured, taken from an imported table, or, for experts that the user
 * added, estimated by a calibrated head.
 * @param added whether the user added the library, whose figures are then its authors'
 */
export function librarySummary(library: Library, added: boolean): string {
  const { calibrated, expertIds, manifest } = library;
  const shipsRouter = manifest.router !== undefined;
  const what = shipsRouter
    ? "expert language models, one router"
    : `models of an imported table, ${isRouted(library) ? "a router trained on it" : "no router"}`;
  const experts = `${expertIds.length} ${what}`;
  const source = !shipsRouter
    ? "all figures come from the table"
    : added
      ? "all figures were measured by the library's authors"
      : "all figures were measured";
  if (!calibrated?.size) return `${experts}; ${source}`;
  const labels = [...calibrated.values()].map(({ label }) => label);
  const names = labels.length > MOST_NAMES ? `the ${labels.length} experts that you added` : labels.join(" and ");
  return `${experts}; ${source}, except those of ${names} (≈), which are calibrated estimates`;
}
