/** Suggestions while a flag is being typed. */

import { understand } from "./directive.ts";
import { validate } from "./validate.ts";
import { type ConstraintWords, wordsOf } from "./words.ts";

/** A flag that is still open, or that has the caret in its text. Positions in UTF-16 units. */
export interface OpenFlag {
  /** The text between the colon and the caret, trimmed. */
  directive: string;
  /** From after the colon to the end of the flag, including its closing bracket. */
  range: [number, number];
}

export interface FlagSuggestion {
  directive: string;
  /** Its effect, in one sentence. */
  explanation: string;
}

const BEFORE = /\[\s*flag\s*[:：]([^[\]\n]*)$/iu;
const AFTER = /^[^[\]\n]*\]/u;
/** Longer texts are never parsed (see directive.ts), so no flag begins further back than this. */
const REACH = 120;

/** The flag that contains the caret; null when there is none. */
export function flagAtCaret(text: string, caret: number): OpenFlag | null {
  const match = BEFORE.exec(text.slice(Math.max(0, caret - REACH), caret));
  if (!match) return null;
  const rest = AFTER.exec(text.slice(caret, caret + REACH));
  return { directive: match[1]!.trim(), range: [caret - match[1]!.length, caret + (rest?.[0].length ?? 0)] };
}

/** The prompt with the flag's text replaced by a suggestion, and the caret after its bracket. */
export function completeFlag(text: string, flag: OpenFlag, directive: string): { text: string; caret: number } {
  const head = `${text.slice(0, flag.range[0])} ${directive}]`;
  return { text: head + text.slice(flag.range[1]), caret: head.length };
}

/**
 * Directives that begin with the typed text, or contain a word that does. For empty text: one of every form for every constraint,
 * superlatives first. Only directives that would have an effect are suggested.
 * @param available ids of the constraints that the library measures
 */
export function suggestFlags(typed: string, available: readonly string[], limit = 12): FlagSuggestion[] {
  const start = typed.normalize("NFKC").toLowerCase().trim();
  const rows = wordsOf(available);
  const most = start === "" ? 1 : Number.POSITIVE_INFINITY;
  const directives = [
    ...rows.flatMap(({ superlative }) => superlative.slice(0, most)),
    ...rows.flatMap(({ soft }) => soft.slice(0, most)),
    ...rows.map(({ names }) => `${names[0]}=0.3`),
    ...rows.map(exampleBound),
  ];
  const first = directives.filter((directive) => directive.startsWith(start));
  const later = directives.filter((directive) => !directive.startsWith(start) && directive.includes(` ${start}`));
  return [...new Set([...first, ...later])].slice(0, limit).flatMap((directive) => {
    const { status, explanation } = validate(understand(directive, rows), [], available);
    return status === "recognised" ? [{ directive, explanation }] : [];
  });
}

/** A bound on the constraint, in the shortest form that the grammar accepts. */
export function exampleBound({ names, units, bare }: ConstraintWords): string {
  if (bare === "date") return "newer than 2020";
  const unit = Object.keys(units)[0] ?? "";
  return bare === "count" ? `under 2M ${unit}` : `${names[0]} under 20 ${unit}`.trimEnd();
}
