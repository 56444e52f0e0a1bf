import type { PromptColumn } from "../../state/promptOrder.ts";

export interface Column {
  id: PromptColumn;
  label: string;
  /** Width in pixels; 0 shares what is left. */
  width: number;
  /** Numbers are aligned to the right, and their first order is the largest first. */
  numeric: boolean;
  title: string;
}

export const COLUMNS: readonly Column[] = [
  { id: "part", label: "Domain", width: 152, numeric: false, title: "Domain and part" },
  { id: "keywords", label: "Keywords", width: 0, numeric: false, title: "Five words that mark the passage" },
  { id: "source", label: "Source", width: 0, numeric: false, title: "The corpus' own name of the passage" },
  { id: "tokens", label: "Tokens", width: 68, numeric: true, title: "Length of the passage in tokens" },
  {
    id: "expert",
    label: "Chosen expert",
    width: 152,
    numeric: false,
    title: "Whom the router chooses at the current λ",
  },
  { id: "loss", label: "Loss", width: 58, numeric: true, title: "Measured loss of the chosen expert, nats a token" },
  { id: "bestExpert", label: "Best expert", width: 152, numeric: false, title: "Expert of least measured loss" },
  { id: "bestLoss", label: "Best loss", width: 80, numeric: true, title: "Least measured loss, nats a token" },
  { id: "regret", label: "Regret", width: 70, numeric: true, title: "Loss − best loss, nats a token" },
];
