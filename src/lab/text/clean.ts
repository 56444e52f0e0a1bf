/**
 * Cleaning before features are taken: what most prompts of a benchmark share (few-shot examples, instructions) says nothing about
 * the question, and would be all that a router sees of a long prompt.
 */
import { cleaned, linesOf } from "../takeaway/files/route_text.mjs";

/** A line in more than this share of the prompts, and in more than `FEW` of them, is taken out. */
const SHARE = 0.05;
const FEW = 3;

export interface Cleaner {
  /** The lines that are taken out. */
  common: ReadonlySet<string>;
  /** @returns the text's other lines, trimmed, without empty ones; all of its lines if nothing else is left */
  clean(text: string): string;
}

/** Learns the common lines of all prompts. Scores are not looked at, so test prompts may be among them. */
export function cleanerOf(texts: readonly string[]): Cleaner {
  const counts = new Map<string, number>();
  for (const text of texts) for (const line of new Set(linesOf(text))) counts.set(line, (counts.get(line) ?? 0) + 1);
  const common = new Set<string>();
  for (const [line, count] of counts) if (count > SHARE * texts.length && count > FEW) common.add(line);
  return cleanerWithout(common);
}

/** Takes known lines out of texts. */
export const cleanerWithout = (common: ReadonlySet<string>): Cleaner => ({
  common,
  clean: (text) => cleaned(text, common),
});

/** Leaves texts as they are. */
export const NO_CLEANING: Cleaner = { common: new Set(), clean: (text) => text };
