/** The figures of a model that can be changed: a column each. */
import { EDITABLE, labelOf } from "../../../library/evaluationTable/edits/editedConstraints.ts";
import { hasTokens, INPUT_PRICE, OUTPUT_PRICE } from "../../../library/evaluationTable/edits/tokenCosts.ts";
import { STRONG_CALLS } from "../../../library/evaluationTable/strongCalls.ts";
import { readParameters } from "../../../library/evaluationTable/understand/prices.ts";
import type { Library } from "../../../library/load.ts";

export interface EditColumn {
  /** Key of `TableEdits.values`; `recency` stands for the dates. */
  id: string;
  head: string;
  what: string;
}

const ALWAYS: readonly EditColumn[] = [
  { id: "cost", head: "Cost, $ per 1,000 prompts", what: "Cost" },
  { id: "price", head: "Price, $ per million tokens", what: "Price" },
  { id: "size", head: "Size, parameters", what: "Size" },
  { id: "recency", head: "Date", what: "Date" },
];

/** In a table with tokens, costs follow the prices of both. */
const TOKEN_PRICES: readonly EditColumn[] = [
  { id: INPUT_PRICE, head: "Input, $ per million tokens", what: "Input price" },
  { id: OUTPUT_PRICE, head: "Output, $ per million tokens", what: "Output price" },
];

/** @param added ids of constraints that the user has given values of, or is about to */
export function editColumns(table: Library, added: readonly string[]): EditColumn[] {
  const known = [...ALWAYS, ...(hasTokens(table) ? TOKEN_PRICES : [])];
  const own = table.constraints
    .filter(({ id }) => id !== STRONG_CALLS && !known.some((one) => one.id === id))
    .map(({ id, label, unit }) => ({ id, head: `${label}, ${unit}`, what: label }));
  const taken = new Set([...known, ...own].map(({ id }) => id));
  const more = [...new Set(added)].filter((id) => !taken.has(id) && id !== INPUT_PRICE && id !== OUTPUT_PRICE);
  return [...known, ...own, ...more.map((id) => ({ id, head: labelOf(id), what: labelOf(id) }))];
}

export const figureIn = (constraint: string, text: string): number =>
  constraint === "size" && !Number.isFinite(Number(text)) ? readParameters(text) : Number(text.replace(/^\$/, ""));

export function isPossible(constraint: string, text: string): boolean {
  const value = figureIn(constraint, text);
  const scale = constraint in EDITABLE ? EDITABLE[constraint as keyof typeof EDITABLE].scale : "linear";
  return Number.isFinite(value) && (scale === "log" ? value > 0 : value >= 0);
}

/** The table's own figure of a model. */
export function ownFigure(
  { constraints, expertIds, manifest }: Library,
  id: string,
  model: string,
): number | undefined {
  const price = manifest.benchmark.tokenPrices?.[model];
  if (id === INPUT_PRICE) return price?.input;
  if (id === OUTPUT_PRICE) return price?.output;
  return constraints.find((constraint) => constraint.id === id)?.raw[expertIds.indexOf(model)];
}
