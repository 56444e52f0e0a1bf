import { type Bound, effectOf, type Flag, parseFlags, type SliderSettings } from "../core/flags/grammar.ts";
import { memoLru } from "../core/memoLru.ts";
import type { Library } from "../library/load.ts";

/** A parsed prompt: the text for the router, and the flags removed from it. */
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
  /** Bounds set by flags ("under 2M parameters"): experts that do not meet them are excluded. */
  bounds: readonly Bound[];
}

/** The policy before a library is loaded. */
export const NO_POLICY: Policy = { lambdas: {}, bounds: [] };

/** The sliders that a prompt's flags set, and their positions. */
export const flagSettings = (library: Library, prompt: string): SliderSettings =>
  effectOf(readPrompt(library, prompt).flags).sliders;

/**
 * The sliders after a prompt was edited: a new flag moves its slider, a removed one resets it to 0, and sliders without a flag stay
 * where they are. The same object while nothing changes.
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

/** The sliders of a view that arrived as a whole, from a link or with another library: its positions override the flags. */
export const slidersOfView = (library: Library, prompt: string, sliders: SliderSettings): SliderSettings => ({
  ...flagSettings(library, prompt),
  ...sliders,
});

/**
 * The sliders after moving one. A slider at 0 is left out, unless a flag would move it elsewhere: then the 0 is what overrides the
 * flag.
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
