import { applyFlags, type Bound, type Flag, meetsBounds, parseFlags, type SliderMarks } from "../core/flags/grammar.ts";
import { memoLru } from "../core/memoLru.ts";
import type { Library } from "../library/load.ts";

/** A prompt taken apart: the text that the router reads, and the flags that were cut out of it. */
export interface ReadPrompt {
  text: string;
  flags: Flag[];
}

export const readPrompt = memoLru(
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

/** A λ in a link has six digits: less than this, relative to the larger, is no difference. */
const SAME = 1e-5;
const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= SAME * Math.max(a, b);

/**
 * λ after the marks of the sliders moved, for instance because a longer travel suits a new prompt: what stood where a flag had put it
 * goes along with its mark. The same object while nothing moves.
 */
export function followMarks(
  lambdas: Policy["lambdas"],
  flags: readonly Flag[],
  before: Readonly<Record<string, SliderMarks>>,
  after: Readonly<Record<string, SliderMarks>>,
): Policy["lambdas"] {
  const [old, wanted] = [applyFlags(flags, before).lambdas, applyFlags(flags, after).lambdas];
  const moved = Object.keys(wanted).filter((id) => isSame(lambdas[id] ?? 0, old[id]!) && lambdas[id] !== wanted[id]);
  return moved.length > 0 ? { ...lambdas, ...Object.fromEntries(moved.map((id) => [id, wanted[id]!])) } : lambdas;
}

/** What a flag does at the moment. */
export interface FlagState {
  /** λ that it asks for, nats; null for a bound and for a flag that does not act. */
  wanted: number | null;
  /** Whether the slider has been moved away from it by hand. */
  overruled: boolean;
  /** How many experts its bound bars; null for other flags. */
  barred: number | null;
}

export function flagState(
  library: Library,
  flag: Flag,
  lambdas: Policy["lambdas"],
  marks: Readonly<Record<string, SliderMarks>>,
): FlagState {
  const { lambdas: asked, bounds } = applyFlags([flag], marks);
  const wanted = flag.constraint === null ? null : (asked[flag.constraint] ?? null);
  const barred = bounds.length > 0 ? expertsUnder(library, bounds).filter((eligible) => !eligible).length : null;
  return { wanted, overruled: wanted !== null && !isSame(lambdas[flag.constraint!] ?? 0, wanted), barred };
}

/** Whether each expert, in manifest order, meets all bounds. */
export const eligibleExperts = memoLru(expertsUnder);

function expertsUnder(library: Library, bounds: readonly Bound[]): boolean[] {
  return library.manifest.experts.map(({ newestText }, i) =>
    meetsBounds(bounds, {
      newestText,
      raw: Object.fromEntries(library.constraints.map(({ id, raw }) => [id, raw[i]!])),
    }),
  );
}
