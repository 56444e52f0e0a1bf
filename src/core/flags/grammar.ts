/**
 * Flags: constraints written into the prompt, "The capital of California is [MASK] [Flag: smallest model]" (Tryage, arXiv
 * 2308.11601). They are removed before the router reads the prompt, and they set λ or bar experts.
 */
import { yearSpan } from "./dates.ts";
import { type Bound, type Directive, understand } from "./directive.ts";
import { cutFlags } from "./extract.ts";
import { type Validation, validate } from "./validate.ts";
import { wordsOf } from "./words.ts";

export type { Bound, Directive } from "./directive.ts";

/** Further flags in a prompt are not read: nobody types that many, and the work stays bounded. */
const MAX_FLAGS = 32;

/**
 * Where to put a slider: at a λ in nats per unit of C, or at a named position, which stays right when the slider's range changes,
 * for instance to suit a new prompt.
 */
export type SliderSetting =
  | number
  /** Middle of the slider: half of all changes of choice have happened. For mild requests ("small model"). */
  | "middle"
  /** End of the slider: no decision changes beyond it. For superlatives ("smallest model"). */
  | "max";

/** By constraint id; an absent slider is at 0. */
export type SliderSettings = Readonly<Record<string, SliderSetting>>;

export interface Flag extends Validation {
  /** The flag as typed, brackets included. */
  raw: string;
  /** Start and end (exclusive) in the prompt as typed, in UTF-16 units. */
  range: [number, number];
  /** The flag's constraint; null when the flag is not understood. */
  constraint: string | null;
  directive: Directive;
}

/**
 * Extracts the flags from a prompt. Never throws; time grows linearly with the text.
 * @param available ids of the constraints that the library measures; all known constraints by default
 * @returns the prompt without flags ([MASK] and all other text unchanged except for whitespace at the cuts), and the flags
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

/** What the recognised flags ask for: slider positions, and bounds that an expert has to meet to take part. */
export interface FlagEffect {
  sliders: SliderSettings;
  bounds: Bound[];
}

/** The requests of the recognised flags; the others are ignored. */
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

/**
 * The values that bounds are tested on. `raw`: raw values by constraint id, NaN when unknown. `newestText`: ISO year, year-month or
 * date.
 */
export interface ExpertFacts {
  raw: Readonly<Record<string, number>>;
  newestText: string | null;
}

/** Whether an expert certainly meets all bounds: an unknown value, or a date that is too coarse to tell, does not. */
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
