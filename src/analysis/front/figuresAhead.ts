import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Outcome } from "../../state/store.ts";
import { labelExperts, singleBest } from "../choices/baselineChoices.ts";
import { routerScores } from "../choices/routerScores.ts";
import { baselines, comparablePrompts, singleOutcomes } from "./baselines.ts";

/** What the front's sentence and marks need besides its curves, each a piece of a few milliseconds whose result is kept. */
export function figuresAhead(
  library: Library,
  axis: string,
  outcome: Outcome,
  policy: Policy,
  rows: Int32Array,
): (() => unknown)[] {
  return [
    () => comparablePrompts(library, outcome, rows),
    () => singleOutcomes(library, outcome, rows),
    () => singleBest(library, rows),
    () => labelExperts(library, "domain"),
    () => labelExperts(library, "part"),
    () => baselines(library, axis, outcome, rows),
    ...(library.manifest.router ? [() => routerScores(library, policy, rows)] : []),
  ];
}
