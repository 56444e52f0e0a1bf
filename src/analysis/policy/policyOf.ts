import { effectOf, type SliderSetting, type SliderSettings } from "../../core/flags/grammar.ts";
import { memoLru } from "../../core/memoLru.ts";
import type { Library } from "../../library/load.ts";
import type { PredictionFacts } from "../../state/derived.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { flagSettings, NO_POLICY, type Policy, readPrompt } from "../../state/policy.ts";
import type { Prediction, State } from "../../state/store.ts";
import { remembered } from "../analysis.ts";
import { policyKey } from "./policyKey.ts";
import { sliderEnds, sliderScales } from "./sliderScales.ts";

/** λ and bounds in force, from the slider positions and the prompt's flags. The same object while neither changes. */
export function policyOf(state: PolicyFacts): Policy {
  const library = libraryOf(state);
  return library ? policyFor(library, predictionOf(state), state.prompt, state.sliders) : NO_POLICY;
}

export type PolicyFacts = PredictionFacts & Pick<State, "prompt" | "sliders">;

/** The same for a library and its predictions. Store listeners compare the previous policy with the current one. */
export const policyFor = memoLru(
  (library: Library, prediction: Prediction | null, prompt: string, sliders: SliderSettings): Policy => {
    const lambdas = library.constraints.flatMap(({ id }) => {
      const lambda = lambdaOf(library, prediction, id, sliders[id] ?? 0);
      return lambda > 0 ? [[id, lambda] as const] : [];
    });
    const { bounds } = effectOf(readPrompt(library, prompt).flags);
    return known(library, { lambdas: Object.fromEntries(lambdas), bounds });
  },
  2,
);

/** Typing usually changes neither λ nor bounds: keep the old object, so that nothing is recomputed. */
const known = remembered({ keep: 8, key: policyKey, compute: (_, policy: Policy) => policy });

/** λ of a slider in nats per unit of C. */
export function lambdaOf(
  library: Library,
  prediction: Prediction | null,
  constraint: string,
  setting: SliderSetting,
): number {
  if (typeof setting === "number") return setting;
  if (setting === "max") return sliderEnds(library, prediction)[constraint] ?? 0;
  return sliderScales(library, prediction)[constraint]?.lambdaAt(0.5) ?? 0;
}

/**
 * The slider setting for a λ chosen by hand: the end is stored as "max", and the position set by the prompt's flag makes the slider
 * follow the flag again.
 */
export function settingAt(
  library: Library,
  prediction: Prediction | null,
  prompt: string,
  constraint: string,
  lambda: number,
): SliderSetting {
  const asked = flagSettings(library, prompt)[constraint];
  if (asked !== undefined && lambdaOf(library, prediction, constraint, asked) === lambda) return asked;
  return lambda >= (sliderEnds(library, prediction)[constraint] ?? Number.POSITIVE_INFINITY) ? "max" : lambda;
}
