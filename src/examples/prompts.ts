import { CODE } from "./code.ts";
import type { ExamplePrompt } from "./example.ts";
import { HARD } from "./hard.ts";
import { SCIENCE } from "./science.ts";
import { SOCIETY } from "./society.ts";

export type { ExamplePrompt } from "./example.ts";

/** The gallery: every domain and part of the shipped library, then the hard cases. */
export const EXAMPLE_PROMPTS: readonly ExamplePrompt[] = [...CODE, ...SCIENCE, ...SOCIETY, ...HARD];

/** The same for causal experts, which continue a text: each up to its first mask, with its flags. */
export const CONTINUED_EXAMPLES: readonly ExamplePrompt[] = EXAMPLE_PROMPTS.flatMap((example) => {
  const text = upToMask(example.text);
  return text === "" ? [] : [{ ...example, text }];
});

function upToMask(text: string): string {
  const at = text.indexOf("[MASK]");
  if (at < 0) return text;
  const flags = text.slice(at).match(/\[Flag:[^\]]*\]/g) ?? [];
  return [text.slice(0, at).trimEnd(), ...flags].filter(Boolean).join(" ");
}

/** The examples that contain every typed word, in title, group, note or text; all of them for an empty query. */
export function searchExamples(
  typed: string,
  nameOfGroup: (group: string) => string,
  examples: readonly ExamplePrompt[] = EXAMPLE_PROMPTS,
): ExamplePrompt[] {
  const words = typed.normalize("NFKC").toLowerCase().split(/\s+/u).filter(Boolean);
  return examples.filter(({ title, group, text, note }) => {
    const place = [title, nameOfGroup(group), note, text].join("\n").toLowerCase();
    return words.every((word) => place.includes(word));
  });
}
