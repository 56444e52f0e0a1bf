import { type Bound, effectOf, type Flag, parseFlags, type SliderSettings } from "../core/flags/grammar.ts";
import { memoLru } from "../core/memoLru.ts";
import type { Library } from "../library/load.ts";

/** A prompt taken apart: the text that the router reads, and the flags that were cut out of it. */
export interface ReadPrompt {
  text: string;
  flags: Flag[];
}

/** Number of prompts read in turn: the typed one, the previous one, and the one sent to the router. */
export const readPrompt = memoLru(
  (library: Library, prompt: string): ReadPrompt =>
    parseFlags(
      prompt,
      library.constraints.map(({ id }) => id),
    ),
  4,
);

/** The weights and bounds for choosing experts: derived, see analysis/policy/policyOf.ts. */
export interface Policy {
  /** λ by constraint id, nats per unit of C; an absent constraint has λ = 0. */
  lambdas: Readonly<Record<string, number>>;
  /** Conditions set by flags ("under 2M parameters"): experts that do not meet them take no part. */
  bounds: readonly Bound[];
}

/** What decides before there is a library. */
export const NO_POLICY: Policy = { lambdas: {}, bounds: [] };

/** The sliders that the flags of a prompt speak of, and where they put them. */
export const flagSettings = (library: Library, prompt: string): SliderSettings =>
  effectOf(readPrompt(library, prompt).flags).sliders;

/**
 * The sliders after a prompt was edited: a flag that came moves its slider, one that went sets it back to 0, and sliders that no flag
 * speaks of stay where they are. The same object while nothing changes.
 */
export function slidersAfterEdit(
  library: Library,
  sliders: SliderSettings,
  before: string,
  now: string,
): SliderSettings {
  const [old, wanted] = [flagSettings(library, before), flagSettings(library, now)];
  const ids = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  const changed = ids.filter((id) => old[id] !== wanted[id]);
  if (changed.length === 0) return sliders;
  const kept = Object.entries(sliders).filter(([id]) => !changed.includes(id));
  const moved = changed.flatMap((id) => (wanted[id] === undefined ? [] : [[id, wanted[id]] as const]));
  return Object.fromEntries([...kept, ...moved]);
}

/** The sliders of a view that came as a whole, from a link or with another library: what they say overrules the flags. */
export const slidersOfView = (library: Library, prompt: string, sliders: SliderSettings): SliderSettings => ({
  ...flagSettings(library, prompt),
  ...sliders,
});

/**
 * The sliders with one of them put somewhere. One at 0 is left out, unless a flag would put it elsewhere: then the 0 is what overrules
 * the flag.
 */
export function withSlider(
  sliders: SliderSettings,
  asked: SliderSettings,
  id: string,
  setting: SliderSettings[string],
): SliderSettings {
  if (setting !== 0 || Object.hasOwn(asked, id)) return { ...sliders, [id]: setting };
  return Object.fromEntries(Object.entries(sliders).filter(([other]) => other !== id));
}
