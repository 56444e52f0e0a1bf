/** The prompt on which a bare address opens: the first example of the gallery, apart from it, as the page starts without the gallery. */
export const FIRST_PROMPT = "def read_json(path):\n    with open(path) as [MASK]:\n        return json.load(f)";

/** The same for causal experts, which continue it. */
const FIRST_CONTINUED = "def read_json(path):\n    with open(path) as";

/** The prompt to show in a library of this task: the first example in its form for that, anything else as it is. */
export function firstPromptIn(causal: boolean, prompt: string): string {
  if (prompt !== FIRST_PROMPT && prompt !== FIRST_CONTINUED) return prompt;
  return causal ? FIRST_CONTINUED : FIRST_PROMPT;
}
