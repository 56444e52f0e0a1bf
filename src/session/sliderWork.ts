import { keptAtEnds, sliderEnds } from "../analysis/derive.ts";
import { sliderMarks } from "../analysis/sliderScales.ts";
import type { Library } from "../library/load.ts";
import { withLatencies } from "../library/localLatencies.ts";
import { followMarks, policyAfterFlags, readPrompt } from "../state/policy.ts";
import type { Prediction, State, Store } from "../state/store.ts";

/** What a slider's end and marks depend on. */
type Basis = [library: Library, prediction: Prediction | null];

/** λ after ends and marks of the sliders moved: what stood at an end, or where a flag had put it, goes along. */
export function lambdasAlong(
  { lambdas, prompt }: Pick<State, "lambdas" | "prompt">,
  before: Basis,
  after: Basis,
): State["lambdas"] {
  const { flags } = readPrompt(after[0], prompt);
  const following = followMarks(lambdas, flags, sliderMarks(...before), sliderMarks(...after));
  return keptAtEnds(following, sliderEnds(...before), sliderEnds(...after));
}

/** What was measured here replaces the library's figures; a slider that stood at its end stays there. */
export function applyLatencies(store: Store): void {
  const { library, latencies, prediction } = store.getState();
  const measured = library && withLatencies(library, latencies);
  if (!library || !measured || measured === library) return;
  const lambdas = lambdasAlong(store.getState(), [library, prediction], [measured, prediction]);
  store.setState({ library: measured, lambdas });
}

/**
 * Lets flags that came into the prompt, or left it, move the sliders.
 * @param restored whether λ came together with the prompt, from a link or from history: what they say overrules the flags
 */
export function obeyFlags(store: Store, promptBefore: string, restored: boolean): void {
  const { library, prompt, prediction, lambdas, bounds } = store.getState();
  if (!library) return;
  const before = readPrompt(library, promptBefore).flags;
  const now = readPrompt(library, prompt).flags;
  if (before.length + now.length === 0) return;
  const policy = policyAfterFlags({ lambdas, bounds }, before, now, sliderMarks(library, prediction));
  store.setState(restored ? { ...policy, lambdas: { ...policy.lambdas, ...lambdas } } : policy);
}
