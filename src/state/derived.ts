/** State derived from the facts in the store: the library as shown by all panels, and the predictions for the typed prompt. */

import { memoLru } from "../core/memoLru.ts";
import { withCustomExperts, withHeads } from "../library/customExperts/withCustomExperts.ts";
import type { TableEdits } from "../library/evaluationTable/edits/tableEdits.ts";
import { routerLosses } from "../library/evaluationTable/router/routerLosses.ts";
import type { Library } from "../library/load.ts";
import { withLatencies } from "../library/localLatencies.ts";
import type { Prediction, RouterOutput, State } from "./store.ts";

/**
 * Number of cached results: listeners compare the previous state with the current one, and long tasks compare with an older one.
 */
const RECENT = 4;

/**
 * The library as shown: the loaded one, with the user's edits of a table, the router trained on it, the custom experts calibrated for it and the latencies
 * measured in this browser. The same object while none of them changes.
 */
export const libraryOf = ({ baseLibrary, edits, router, trainedRouters, ...facts }: LibraryFacts): Library | null =>
  baseLibrary &&
  shown(trained(edited(baseLibrary, edits), router, trainedRouters), facts.customExperts.experts, facts.latencies);

export type LibraryFacts = Pick<
  State,
  "baseLibrary" | "edits" | "router" | "trainedRouters" | "customExperts" | "latencies"
>;

const edited = memoLru((base: Library, edits: TableEdits): Library => base.withEdits?.(base, edits) ?? base, RECENT);

const trained = memoLru((base: Library, id: string | null, routers: State["trainedRouters"]): Library => {
  const router = routers.find((one) => one.id === id);
  const others = routers.filter((one) => one !== router);
  return router ? (base.withRouter?.(base, router, others) ?? base) : base;
}, RECENT);

const shown = memoLru(
  (base: Library, experts: State["customExperts"]["experts"], latencies: State["latencies"]): Library =>
    withLatencies(withCustomExperts(base, experts), latencies),
  RECENT,
);

/** Predictions for the last routed prompt, for every expert of the shown library. The same object while neither changes. */
export function predictionOf(state: PredictionFacts): Prediction | null {
  const library = libraryOf(state);
  return library && state.routed && predicted(library, state.routed);
}

export type PredictionFacts = LibraryFacts & Pick<State, "routed">;

/** The router's own outputs, followed by the custom experts' head predictions for its state. */
const predicted = memoLru((library: Library, routed: RouterOutput): Prediction => {
  if (library.trained) return { ...routed, losses: routerLosses(library.trained, routed.outputs) };
  const place = new Map(library.manifest.router?.experts.map((id, i) => [id, i]));
  const own = library.expertIds.filter((id) => !library.calibrated?.has(id));
  const losses = Float64Array.from(own, (id) => routed.outputs[place.get(id) ?? -1] ?? Number.NaN);
  const { outputs: _, ...facts } = routed;
  return { ...facts, losses: withHeads(library, losses, routed.embedding) };
}, RECENT);
