import type { Library } from "../library/load.ts";
import { applyFlags, type Bound, type Flag, meetsBounds, parseFlags, type SliderMarks } from "../routing/flags.ts";
import { memoLast } from "./memo.ts";

/** A prompt taken apart: the text that the router reads, and the flags that were cut out of it. */
export interface ReadPrompt {
  text: string;
  flags: Flag[];
}

export const readPrompt = memoLast(
  (library: Library, prompt: string): ReadPrompt =>
    parseFlags(
      prompt,
      library.constraints.map(({ id }) => id),
    ),
);

/** The weights and bounds by which experts are chosen. */
export interface Policy {
  /** λ by constraint id, nats per unit of C; an absent constraint has λ = 0. */
  lambdas: Readonly<Record<string, number>>;
  /** Conditions set by flags ("under 2M parameters"): experts that do not meet them take no part. */
  bounds: readonly Bound[];
}

/**
 * The policy after the prompt's flags changed: a flag that came moves its slider, one that went sets it back to 0, and
 * sliders that no flag speaks of stay where they are. Parts that did not change keep their identity.
 */
export function policyAfterFlags(
  { lambdas, bounds }: Policy,
  before: readonly Flag[],
  now: readonly Flag[],
  sliders: Readonly<Record<string, SliderMarks>>,
): Policy {
  const old = applyFlags(before, sliders);
  const wanted = applyFlags(now, sliders);
  const ids = [...new Set([...Object.keys(old.lambdas), ...Object.keys(wanted.lambdas)])];
  const changed = ids.filter((id) => old.lambdas[id] !== wanted.lambdas[id]);
  return {
    lambdas:
      changed.length === 0
        ? lambdas
        : { ...lambdas, ...Object.fromEntries(changed.map((id) => [id, wanted.lambdas[id] ?? 0])) },
    bounds: JSON.stringify(bounds) === JSON.stringify(wanted.bounds) ? bounds : wanted.bounds,
  };
}

/** Whether each expert, in manifest order, meets all bounds. */
export const eligibleExperts = memoLast((library: Library, bounds: readonly Bound[]): boolean[] =>
  library.manifest.experts.map(({ newestText }, i) =>
    meetsBounds(bounds, {
      newestText,
      raw: Object.fromEntries(library.constraints.map(({ id, raw }) => [id, raw[i]!])),
    }),
  ),
);
