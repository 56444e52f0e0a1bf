/** What the wide and the long form of a table have in common. */
import type { EvaluationTable, RouterColumn, TablePrompt } from "../evaluationTable.ts";
import { ROUTER, unguarded } from "../out/ownForm.ts";
import { type Column, type RawTable, TableError } from "../read/rawTable.ts";
import type { ColumnFacts } from "../understand/roles.ts";
import type { ScoreScale } from "../understand/scoreScales.ts";

export const MAX_MODELS = 1_000;
export const MAX_PROMPTS = 200_000;
/** Prompts × models. */
export const MAX_MEASURED = 20_000_000;
const LONGEST_ID = 200;

export interface AssembleOptions {
  scale: ScoreScale;
  /** Name of the model in a single-model file. */
  model?: string;
}

export interface Shared {
  id: Column | null;
  prompt: Column | null;
  dataset: Column | null;
}

/** The table's own constraints. @param read the figures of one, by name */
export function measuresOf(
  facts: readonly ColumnFacts[],
  read: (name: string) => Float64Array | null,
): Pick<EvaluationTable, "measures"> {
  const names = new Set(facts.flatMap(({ role }) => (role.kind === "measure" ? [role.name] : [])));
  const found = [...names].flatMap((name) => {
    const cells = read(name);
    return cells ? [[name, cells] as const] : [];
  });
  return found.length > 0 ? { measures: new Map(found) } : {};
}

/** Others' decisions. @param rowsOf by prompt, its rows: the first that says something counts */
export function routersIn(
  table: RawTable,
  facts: readonly ColumnFacts[],
  rowsOf: readonly (readonly number[])[],
): Pick<EvaluationTable, "routers"> {
  const routers = facts.flatMap(({ name, role }, i): RouterColumn[] => {
    if (role.kind !== "router") return [];
    const column = table.columns[i]!;
    const cells = rowsOf.map((rows) => rows.map((row) => column.text(row)).find((text) => text.trim() !== "") ?? "");
    return [{ name: name.startsWith(ROUTER) ? name.slice(ROUTER.length) : name, cells: cells.map(unguarded) }];
  });
  return routers.length > 0 ? { routers } : {};
}

export function promptAt(
  table: RawTable,
  { id, prompt, dataset }: Shared,
  row: number,
  turn: Column | null = null,
): TablePrompt {
  const written = id?.text(row).slice(0, LONGEST_ID) || String(table.line(row));
  const part = turn?.text(row) ? ` (${turn.name} ${turn.text(row)})` : "";
  return { id: written + part, dataset: dataset?.text(row).trim() ?? "", text: prompt?.text(row) ?? "" };
}

export function checkSize(file: string, prompts: number, models: number): void {
  if (models > MAX_MODELS) throw new TableError(file, `${file} has more than ${MAX_MODELS} models.`);
  if (prompts * models > MAX_MEASURED) {
    throw new TableError(
      file,
      `${file} has ${prompts} prompts × ${models} models, more than ${MAX_MEASURED} cells. Import fewer prompts or models at a time.`,
    );
  }
  if (prompts > MAX_PROMPTS) {
    throw new TableError(file, `${file} has ${prompts} prompts, more than ${MAX_PROMPTS}. Import fewer at a time.`);
  }
}
