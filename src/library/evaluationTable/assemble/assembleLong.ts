/** The long form: a row is one answer of one model to one prompt. */
import type { EvaluationTable } from "../evaluationTable.ts";
import { type Column, type RawTable, TableError } from "../read/rawTable.ts";
import { failuresByRow } from "../understand/failures.ts";
import type { ColumnFacts, ColumnRole } from "../understand/roles.ts";
import { checkScore, onScale } from "../understand/scale.ts";
import {
  type AssembleOptions,
  checkSize,
  MAX_MEASURED,
  MAX_MODELS,
  measuresOf,
  promptAt,
  routersIn,
  type Shared,
} from "./assembled.ts";

export interface LongPlaces extends Shared {
  model: Column | null;
  turn: Column | null;
}

export function assembleLong(
  table: RawTable,
  facts: readonly ColumnFacts[],
  at: LongPlaces,
  { scale, model: only }: AssembleOptions,
): EvaluationTable {
  const { rows } = table;
  const models: string[] = only === undefined ? [] : [only];
  const modelNumbers = new Map<number, number>();
  // Without prompts each row is a point, however often a name repeats.
  const points = at.model !== null && !at.id && !at.prompt && !at.dataset && !at.turn;
  const pointAt = points ? distinctPoints(table, facts, at.model!, models) : null;
  const modelAt = (row: number): number => {
    if (!at.model) return 0;
    if (pointAt) return pointAt(row);
    const code = at.model.code(row);
    if (!modelNumbers.has(code)) modelNumbers.set(code, models.push(at.model.texts[code]!.trim() || "no name") - 1);
    return modelNumbers.get(code)!;
  };
  if (at.model) models.length = 0;
  const modelOf = Uint16Array.from({ length: rows }, (_, row) => {
    const k = modelAt(row);
    if (k >= MAX_MODELS) throw new TableError(table.file, `${table.file} has more than ${MAX_MODELS} models.`);
    return k;
  });
  const { promptOf, first } = groupedRows(at, rows, modelOf, models.length);
  const prompts = first.length;
  checkSize(table.file, prompts, models.length);

  const factOf = (kind: ColumnRole["kind"], measure: string | null) =>
    facts.findIndex(
      ({ role }) =>
        role.kind === kind &&
        "model" in role &&
        role.model === null &&
        (role.kind !== "measure" || role.name === measure),
    );
  // EmbedLLM counts the larger of repeated labels; elsewhere a repeat is another sample and is averaged with the others.
  const takesLargest = facts.some(({ name }) => name === "label") && facts.some(({ name }) => name === "prompt_id");
  const gathered = (
    kind: "score" | "cost" | "inputTokens" | "outputTokens" | "measure",
    convert: (value: number, row: number) => number,
    measure: string | null = null,
  ): Float64Array | null => {
    const found = factOf(kind, measure);
    if (found < 0) return null;
    const { figures } = facts[found]!;
    const column = table.columns[found]!;
    const cells = new Float64Array(prompts * models.length).fill(Number.NaN);
    const counts = new Uint16Array(cells.length);
    for (let row = 0; row < rows; row++) {
      const value = convert(figures[column.code(row)]!.value, row);
      if (Number.isNaN(value)) continue;
      const cell = promptOf[row]! * models.length + modelOf[row]!;
      const before = counts[cell]! === 0 ? Number.NaN : cells[cell]!;
      if (Number.isNaN(before)) cells[cell] = value;
      else if (takesLargest) cells[cell] = Math.max(before, value);
      else cells[cell] = before + (value - before) / (counts[cell]! + 1);
      if (counts[cell]! < 65_535) counts[cell]!++;
    }
    return cells;
  };
  const scores = gathered("score", (value, row) => {
    checkScore(value, scale, () => ({ file: table.file, place: `line ${table.line(row)}` }));
    return onScale(value, scale);
  })!;
  return {
    models,
    prompts: Array.from(first, (row) => promptAt(table, at, row, at.turn)),
    scores,
    costs: gathered("cost", (value) => value),
    inputTokens: gathered("inputTokens", (value) => value),
    outputTokens: gathered("outputTokens", (value) => value),
    failed: failuresByRow(table, prompts * models.length, (row) => promptOf[row]! * models.length + modelOf[row]!),
    ...measuresOf(facts, (name) => gathered("measure", (value) => value, name)),
    ...(facts.some(({ role }) => role.kind === "router")
      ? routersIn(table, facts, rowsByPrompt(promptOf, prompts))
      : {}),
    hasIds: at.id !== null,
    hasTexts: at.prompt !== null,
    ...(points ? { pointRows: rows } : {}),
  };
}

function rowsByPrompt(promptOf: Uint32Array, prompts: number): number[][] {
  const rows = Array.from({ length: prompts }, (): number[] => []);
  for (let row = 0; row < promptOf.length; row++) rows[promptOf[row]!]!.push(row);
  return rows;
}

/**
 * Numbers the points of a table without prompts: rows with the same name and the same figures are one point, as when several
 * budgets lead to the same setting. Other rows of a name are numbered.
 */
function distinctPoints(table: RawTable, facts: readonly ColumnFacts[], model: Column, models: string[]) {
  const figures = table.columns.filter((_, i) => "model" in facts[i]!.role);
  const names = new Map<string, number>();
  const points = new Map<string, number>();
  return (row: number): number => {
    const name = model.text(row).trim() || "no name";
    const key = JSON.stringify([name, ...figures.map((column) => column.text(row))]);
    const known = points.get(key);
    if (known !== undefined) return known;
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    const number = models.push(count > 1 ? `${name} #${count}` : name) - 1;
    points.set(key, number);
    return number;
  };
}

/**
 * The prompt of each row of a long table. Rows with the same id, data set and turn belong to one prompt. If one model has several
 * texts under one id, ids restart in every part of the table, and the text becomes part of the key.
 */
function groupedRows(at: LongPlaces, rows: number, modelOf: Uint16Array, models: number) {
  const { id, prompt, dataset, turn } = at;
  const group = (withText: boolean) => {
    const parts = [dataset, turn, id, withText || !id ? prompt : null].filter((part) => part !== null);
    const numbers = new Map<number | string, number>();
    const promptOf = new Uint32Array(rows);
    const first: number[] = [];
    for (let row = 0; row < rows; row++) {
      const key = parts.length === 1 ? parts[0]!.code(row) : parts.map((part) => part.code(row)).join(" ");
      let number = numbers.get(key);
      if (number === undefined) {
        number = first.push(row) - 1;
        numbers.set(key, number);
      }
      promptOf[row] = number;
    }
    return { promptOf, first };
  };
  const found = group(false);
  if (!id || !prompt || found.first.length * models > MAX_MEASURED) return found;
  const text = new Int32Array(found.first.length * models).fill(-1);
  for (let row = 0; row < rows; row++) {
    const cell = found.promptOf[row]! * models + modelOf[row]!;
    if (text[cell]! >= 0 && text[cell] !== prompt.code(row)) return group(true);
    text[cell] = prompt.code(row);
  }
  return found;
}
