/** Decisions of others' routers in a table: a column with the chosen model of each prompt, or with a number to route by. */
import type { EvaluationTable, RouterColumn } from "../evaluationTable.ts";
import { readCell } from "./cell.ts";
import { plainName } from "./columnNames.ts";
import { bareName } from "./prices.ts";
import type { Profile } from "./profile.ts";

/** A router of others. Exactly one of `choices` and `scores` is there. */
export interface TableRouter {
  name: string;
  /** By prompt, the column of the chosen model; −1 where the table does not say, or names a model that it does not have. */
  choices: Int32Array | null;
  /** By prompt, of two models: the larger, the more it is worth to ask the stronger one; NaN where unknown. */
  scores: Float64Array | null;
}

/** Names of columns that hold a number to route by. */
const SCORE_NAME =
  /(?:^|_)(?:router|routing|route|threshold|win_?rate|strong_(?:prob|probability|win_rate)|p_strong|prob_strong)(?:_|$)/;
/** Names of columns that hold the right model, not a router's choice. */
const TARGET_NAME = /(?:^|_)(?:oracle|best|gold|target|label|winner|correct|ideal|optimal)(?:_|$)/;
/** Share of the cells that name a model. */
const NAMING = 0.9;
/** Letters of a maker's name before a model's: a longer text is a prompt, and names none. */
const LONGEST_MAKER = 80;

/** Whether a column of numbers is one to route by and not a model's score: by its name, and since it is not only right and wrong. */
export const isRouterScore = ({ name, profile }: { name: string; profile: Profile }): boolean =>
  SCORE_NAME.test(plainName(name)) && profile.figures > 0 && profile.unreadable === 0 && !profile.whole;

/** Whether the texts of a column name models of the table. */
export function areChoices(name: string, texts: readonly string[], models: readonly string[]): boolean {
  const known = new Set(models.flatMap((model) => [model.toLowerCase(), bareName(model)]));
  const written = texts.filter((text) => text.trim() !== "");
  if (written.length === 0 || TARGET_NAME.test(plainName(name))) return false;
  const longest = models.reduce((most, model) => Math.max(most, model.length), 0) + LONGEST_MAKER;
  const isModel = (text: string) =>
    text.length <= longest && (known.has(text.trim().toLowerCase()) || known.has(bareName(text)));
  let others = 0;
  return written.every((text) => isModel(text) || ++others <= (1 - NAMING) * written.length);
}

/** The routers of a table, with the models that they choose. A column of numbers is one only in a table of two models. */
export function routersOf({ models, routers = [] }: EvaluationTable): TableRouter[] {
  const places = new Map(models.flatMap((model, k) => [[bareName(model), k] as const]));
  for (const [k, model] of models.entries()) places.set(model.toLowerCase(), k);
  const numbers = new Map([...models.keys()].map((k) => [String(k), k]));
  return routers.flatMap(({ name, cells }): TableRouter[] => {
    const choices = Int32Array.from(cells, (cell) => {
      const written = cell.trim();
      return written === "" ? -1 : (places.get(written.toLowerCase()) ?? places.get(bareName(written)) ?? -1);
    });
    if (choices.some((choice) => choice >= 0)) return [{ name, choices, scores: null }];
    const scores = Float64Array.from(cells, (cell) => readCell(cell).value);
    if (!scores.some(Number.isFinite)) return [];
    if (models.length === 2) return [{ name, choices: null, scores }];
    // Places of the models, from 0.
    const byPlace = Int32Array.from(cells, (cell) => numbers.get(cell.trim().replace(/\.0$/, "")) ?? -1);
    return byPlace.some((place) => place < 0) ? [] : [{ name, choices: byPlace, scores: null }];
  });
}

/** Adds the decisions in a table without models to the prompts that they are about, by id, else by text. */
export function withRouters(table: EvaluationTable, decisions: readonly EvaluationTable[]): EvaluationTable {
  const found: RouterColumn[] = [...(table.routers ?? [])];
  for (const { prompts, routers = [], hasIds, hasTexts } of decisions) {
    const byId = hasIds && table.hasIds;
    if (!byId && !(hasTexts && table.hasTexts)) continue;
    const key = ({ id, text }: { id: string; text: string }) => (byId ? id : text.trim());
    const rows = new Map(prompts.map((prompt, row) => [key(prompt), row]));
    for (const { name, cells } of routers) {
      found.push({ name, cells: table.prompts.map((prompt) => cells[rows.get(key(prompt)) ?? -1] ?? "") });
    }
  }
  return found.length > 0 ? { ...table, routers: found } : table;
}
