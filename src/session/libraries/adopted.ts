import type { Library } from "../../library/load.ts";
import { slidersOfView } from "../../state/policy.ts";
import { NO_MAPS } from "../../state/slices/maps.ts";
import type { State } from "../../state/store.ts";

/** The state with another library, in which nothing is left that was computed with the previous one. */
export const adopted =
  (library: Library, change: Partial<State>) =>
  ({ prompt, sliders, outcome, baseLibrary: before }: State): Partial<State> => ({
    baseLibrary: library,
    // A table is of scores, and 1 − score is nobody's loss.
    outcome: library.manifest.router ? (before && !before.manifest.router ? "loss" : outcome) : "accuracy",
    libraryLoading: { status: "ready" },
    routed: null,
    promptProblem: null,
    placed: null,
    trail: [],
    maps: NO_MAPS,
    hoveredRow: null,
    ...change,
    sliders: slidersOfView(library, prompt, change.sliders ?? sliders),
  });
