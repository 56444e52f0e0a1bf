/** One prompt of the gallery. All of them are written for this project. */
export interface ExamplePrompt {
  title: string;
  /** Its group in the gallery; for a domain, the domain's id in the shipped library. */
  group: string;
  text: string;
  /** Why it is interesting: one line. */
  note: string;
}

/** Puts prompts into one group. */
export function inGroup(group: string, prompts: readonly Omit<ExamplePrompt, "group">[]): ExamplePrompt[] {
  return prompts.map((prompt) => ({ ...prompt, group }));
}
