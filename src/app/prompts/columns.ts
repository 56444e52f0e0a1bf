import type { Library } from "../../library/load.ts";
import { hasSeveralDomains } from "../../library/manifest/manifestFacts.ts";
import type { PromptColumn } from "../../state/view/promptOrder.ts";

export interface Column {
  id: PromptColumn;
  label: string;
  /** Width in pixels or as CSS; 0 shares the remaining space. */
  width: number | string;
  /** Numbers are right-aligned and first sorted in descending order. */
  numeric: boolean;
  title: string;
}

const COLUMNS: readonly Column[] = [
  { id: "domain", label: "Domain", width: 128, numeric: false, title: "Domain" },
  { id: "part", label: "Part", width: 128, numeric: false, title: "Part of the domain" },
  {
    id: "kind",
    label: "Kind",
    width: 76,
    numeric: false,
    title: "Kind of prompt; the main figures are measured on windows",
  },
  { id: "keywords", label: "Keywords", width: 0, numeric: false, title: "Five characteristic words of the passage" },
  { id: "source", label: "Source", width: 0, numeric: false, title: "Name of the passage in its corpus" },
  { id: "tokens", label: "Tokens", width: 68, numeric: true, title: "Length of the passage in tokens" },
  {
    id: "expert",
    label: "Chosen expert",
    width: 158,
    numeric: false,
    title: "The router's choice at the current λ",
  },
  {
    id: "predicted",
    label: "Predicted",
    width: 80,
    numeric: true,
    title: "Loss that the router predicts for the chosen expert",
  },
  { id: "loss", label: "Loss", width: 58, numeric: true, title: "Measured loss of the chosen expert" },
  { id: "bestExpert", label: "Best expert", width: 158, numeric: false, title: "Expert with the lowest measured loss" },
  { id: "bestLoss", label: "Best loss", width: 80, numeric: true, title: "Lowest measured loss" },
  {
    id: "right",
    label: "Right",
    width: 62,
    numeric: true,
    title: "Experts within 0.05 of the best, in the unit of the loss",
  },
  { id: "regret", label: "Regret", width: 70, numeric: true, title: "Loss − best loss" },
];

/** The ids of others' models are long. */
const MODEL_WIDTH = "clamp(220px, 20vw, 280px)";

/** An imported table knows no passages, no predictions and no choices. */
const OF_BARE_TABLE: readonly Column[] = [
  { id: "domain", label: "Data set", width: 160, numeric: false, title: "Data set" },
  { id: "keywords", label: "Prompt", width: 0, numeric: false, title: "The beginning of the prompt" },
  {
    id: "bestExpert",
    label: "Best model",
    width: MODEL_WIDTH,
    numeric: false,
    title: "Model with the highest score; of equals the cheapest",
  },
  {
    id: "right",
    label: "Right",
    width: 90,
    numeric: true,
    title: "How many models are right: within 0.05 of the best",
  },
];

/** With a router that was trained on it, also its choice, on prompts that it had not seen. */
const OF_ROUTED_TABLE: readonly Column[] = [
  ...OF_BARE_TABLE.slice(0, 2),
  {
    id: "expert",
    label: "Chosen model",
    width: MODEL_WIDTH,
    numeric: false,
    title: "The router's choice at the current λ, without having seen the prompt",
  },
  ...OF_BARE_TABLE.slice(2),
  { id: "regret", label: "Regret", width: 80, numeric: true, title: "Best score − score of the chosen model" },
];

/** The columns of a library's prompts. A table with one data set does not name it in every row. */
export function columnsOf({ manifest, trained }: Library): readonly Column[] {
  if (manifest.router) return COLUMNS;
  const OF_TABLE = trained ? OF_ROUTED_TABLE : OF_BARE_TABLE;
  return hasSeveralDomains(manifest) ? OF_TABLE : OF_TABLE.filter(({ id }) => id !== "domain");
}
