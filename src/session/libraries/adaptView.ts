import { NO_EDITS } from "../../library/evaluationTable/edits/tableEdits.ts";
import type { Library } from "../../library/load.ts";
import type { View } from "../../state/store.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../../state/view/heatView.ts";
import { DEFAULT_MAP_VIEW } from "../../state/view/mapView.ts";
import { ANY_KIND, EVERYTHING } from "../../state/view/selection.ts";

/** The parts of a view that depend on the library. */
export type OfLibrary = Pick<
  View,
  "sliders" | "axis" | "map" | "heat" | "selection" | "inspected" | "edits" | "router"
>;

/**
 * The view adapted to another library: what both libraries know stays (prompt, sliders of the same constraints, domains, the prompt
 * in detail), what only the old one knew is dropped. Map positions are always dropped: every library has its own map. Only these
 * parts are returned; the rest of a view, and of the state around it, is left alone.
 */
export function viewFor({ manifest, constraints, expertIds, benchmark }: Library, view: OfLibrary): OfLibrary {
  const known = new Set(constraints.map(({ id }) => id));
  const domains = new Set(manifest.domains.flatMap(({ id, parts }) => [id, ...parts.map((part) => part.id)]));
  const { selection } = view;
  return {
    sliders: Object.fromEntries(Object.entries(view.sliders).filter(([id]) => known.has(id))),
    axis: known.has(view.axis) ? view.axis : (constraints[0]?.id ?? view.axis),
    map: {
      ...view.map,
      lossOf: view.map.lossOf !== null && expertIds.includes(view.map.lossOf) ? view.map.lossOf : null,
      hidden: view.map.hidden.filter((id) => domains.has(id)),
      cameras: DEFAULT_MAP_VIEW.cameras,
      layout: null,
    },
    heat: {
      ...view.heat,
      reliabilityOf: [CHOSEN_EXPERT, ...expertIds].includes(view.heat.reliabilityOf)
        ? view.heat.reliabilityOf
        : EVERY_EXPERT,
    },
    selection: {
      ...selection,
      kind:
        selection.kind === ANY_KIND || benchmark.kind.includes(selection.kind ?? "") ? selection.kind : EVERYTHING.kind,
      domains: selection.domains.filter((id) => domains.has(id)),
      expert: selection.expert !== null && expertIds.includes(selection.expert) ? selection.expert : EVERYTHING.expert,
      lasso: EVERYTHING.lasso,
      picked: EVERYTHING.picked,
    },
    inspected: view.inspected !== null && benchmark.ids.includes(view.inspected) ? view.inspected : null,
    edits: NO_EDITS,
    router: null,
  };
}
