/**
 * Flags: constraints written into the prompt, "The capital of California is [MASK] [Flag: smallest model]" (Tryage,
 * arXiv 2308.11601). They are cut out before the router reads the prompt, and set λ or bar experts instead.
 */
import { yearSpan } from "./dates.ts";
import { type Bound, type Directive, understand } from "./directive.ts";
import { cutFlags } from "./extract.ts";
import { type Validation, validate } from "./validate.ts";
import { wordsOf } from "./words.ts";

export type { Bound, Directive } from "./directive.ts";

/** Flags beyond this many in one prompt are not read: nobody types them, and the work stays bounded. */
const MAX_FLAGS = 32;

/**
 * Where a slider is put: λ in nats per unit of C or, by words, a place that stays the same while the slider's travel changes, for
 * instance because a longer one suits a new prompt.
 */
export type SliderSetting =
  | number
  /** Middle of the slider's travel: half of all changes of choice have happened. A soft wish ("small model") goes there. */
  | "middle"
  /** The end: beyond it no decision changes. A superlative ("smallest model") goes there. */
  | "max";

/** By constraint id; an absent slider is at 0. */
export type SliderSettings = Readonly<Record<string, SliderSetting>>;

export interface Flag extends Validation {
  /** The flag as typed, brackets included. */
  raw: string;
  /** First and one past the last UTF-16 position in the prompt as typed. */
  range: [number, number];
  /** Constraint that the flag is about; null when it is not understood. */
  constraint: string | null;
  directive: Directive;
}

/**
 * Takes the flags out of a prompt. Never throws; time grows linearly with the text.
 * @param available ids of the constraints that the library measures; without it every known constraint is accepted
 * @returns the prompt without flags ([MASK] and all other text untouched but for whitespace at the cuts), and the flags
 */
export function parseFlags(prompt: string, available?: readonly string[]): { text: string; flags: Flag[] } {
  const { text, flags: found } = cutFlags(prompt);
  const flags: Flag[] = [];
  const acting: Flag[] = [];
  for (const { directive: words, range } of found) {
    const directive: Directive =
      flags.length < MAX_FLAGS
        ? understand(words, wordsOf(available))
        : { kind: "none", reason: `Only the first ${MAX_FLAGS} flags of a prompt are read.` };
    const raw = prompt.slice(...range);
    const constraint = directive.kind === "none" ? null : directive.constraint;
    const flag: Flag = { raw, range, directive, constraint, ...validate(directive, acting, available) };
    flags.push(flag);
    if (flag.status === "recognised") acting.push(flag);
  }
  return { text, flags };
}

/** What recognised flags ask for: where to put sliders, and bounds that an expert has to meet to take part. */
export interface FlagEffect {
  sliders: SliderSettings;
  bounds: Bound[];
}

/** What flags ask for; those that are not recognised ask for nothing. */
export function effectOf(flags: readonly Flag[]): FlagEffect {
  const sliders: Record<string, SliderSetting> = {};
  const bounds: Bound[] = [];
  for (const { status, directive } of flags) {
    if (status !== "recognised" || directive.kind === "none") continue;
    if (directive.kind === "superlative") sliders[directive.constraint] = "max";
    if (directive.kind === "soft") sliders[directive.constraint] = "middle";
    if (directive.kind === "weight") sliders[directive.constraint] = directive.lambda;
    if (directive.kind === "bound") bounds.push(directive.bound);
  }
  return { sliders, bounds };
}

/** What bounds are tested on. `raw`: raw values by constraint id, NaN when unknown. `newestText`: ISO year, year-month or date. */
export interface ExpertFacts {
  raw: Readonly<Record<string, number>>;
  newestText: string | null;
}

/** Whether an expert meets all bounds for sure: an unknown value, or a date too coarse to tell, meets none. */
export function meetsBounds(bounds: readonly Bound[], expert: ExpertFacts): boolean {
  return bounds.every(({ constraint, quantity, comparator, value }) => {
    if (quantity === "date") {
      const span = expert.newestText === null ? null : yearSpan(expert.newestText);
      return span !== null && (comparator === ">=" ? span[0] >= value : span[1] <= value);
    }
    const raw = expert.raw[constraint] ?? Number.NaN;
    if (comparator === "<") return raw < value;
    if (comparator === "<=") return raw <= value;
    return comparator === ">" ? raw > value : raw >= value;
  });
}
