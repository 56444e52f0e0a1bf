/** Columns of the table of prompts. */
export const PROMPT_COLUMNS = [
  "domain",
  "part",
  "kind",
  "keywords",
  "source",
  "tokens",
  "expert",
  "predicted",
  "loss",
  "bestExpert",
  "bestLoss",
  "regret",
  "right",
] as const;
export type PromptColumn = (typeof PROMPT_COLUMNS)[number];

export interface PromptOrder {
  by: PromptColumn;
  descending: boolean;
}
