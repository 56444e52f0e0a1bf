import { CODE } from "./code.ts";
import type { ExamplePrompt } from "./example.ts";
import { HARD } from "./hard.ts";
import { SCIENCE } from "./science.ts";
import { SOCIETY } from "./society.ts";

export type { ExamplePrompt } from "./example.ts";

/** The gallery: every domain and part of the shipped library, then the hard cases. */
export const EXAMPLE_PROMPTS: readonly ExamplePrompt[] = [...CODE, ...SCIENCE, ...SOCIETY, ...HARD];

/** The examples that contain every typed word, in title, group, note or text; all of them for an empty query. */
export function searchExamples(typed: string, nameOfGroup: (group: string) => string): ExamplePrompt[] {
  const words = typed.normalize("NFKC").toLowerCase().split(/\s+/u).filter(Boolean);
  return EXAMPLE_PROMPTS.filter(({ title, group, text, note }) => {
    const place = [title, nameOfGroup(group), note, text].join("\n").toLowerCase();
    return words.every((word) => place.includes(word));
  });
}
