/**
 * Merges several files into one table. Models are joined on shared prompts, by data set and id or else by text. A prompt whose
 * models have all been measured already becomes a new row, as when every file holds a part of the prompts for the same models.
 */

import { MAX_MEASURED, MAX_MODELS, MAX_PROMPTS } from "../assemble/assembled.ts";
import type { EvaluationTable, TablePrompt } from "../evaluationTable.ts";
import { TableError } from "../read/rawTable.ts";

export interface Part {
  /** The file's name without folder and extension: the data set of its rows if neither they nor other files name one. */
  name: string;
  table: EvaluationTable;
}

interface MergedRow {
  prompt: TablePrompt;
  has: Set<number>;
  cells: { part: number; row: number }[];
}

/** Throws a TableError when the result is too large. @param title its name in errors */
export function mergeTables(parts: readonly Part[], title: string): EvaluationTable {
  if (parts.length === 1) return parts[0]!.table;
  const models = [...new Set(parts.flatMap(({ table }) => table.models))];
  if (models.length > MAX_MODELS) throw new TableError(title, `${title} has more than ${MAX_MODELS} models.`);
  const [hasIds, hasTexts] = [parts.every(({ table }) => table.hasIds), parts.every(({ table }) => table.hasTexts)];
  const keyOf = ({ id, dataset, text }: TablePrompt, row: number) =>
    hasIds ? `${dataset}\n${id}` : hasTexts ? `${dataset}\n${text}` : `${dataset}\n${row}`;

  const rows: MergedRow[] = [];
  const byKey = new Map<string, number[]>();
  const joined = new Set<number>();
  parts.forEach(({ table }, part) => {
    const own = table.models.map((model) => models.indexOf(model));
    const fresh: [string, number][] = [];
    table.prompts.forEach((prompt, row) => {
      const key = keyOf(prompt, row);
      const known = byKey.get(key)?.find((at) => own.every((k) => !rows[at]!.has.has(k)));
      if (known === undefined) {
        fresh.push([key, rows.push({ prompt, has: new Set(own), cells: [{ part, row }] }) - 1]);
        return;
      }
      joined.add(part);
      for (const k of own) rows[known]!.has.add(k);
      rows[known]!.cells.push({ part, row });
      if (rows[known]!.prompt.text === "") rows[known]!.prompt = { ...rows[known]!.prompt, text: prompt.text };
    });
    // Rows of one file are never joined with each other.
    for (const [key, at] of fresh) {
      const known = byKey.get(key);
      if (known) known.push(at);
      else byKey.set(key, [at]);
    }
  });
  if (rows.length > MAX_PROMPTS || rows.length * models.length > MAX_MEASURED) {
    throw new TableError(
      title,
      `${title} has ${rows.length} prompts × ${models.length} models: too many. Import fewer files.`,
    );
  }

  const filled = (valuesOf: (table: EvaluationTable) => Float64Array | null | undefined): Float64Array | null => {
    if (parts.every(({ table }) => !valuesOf(table))) return null;
    const cells = new Float64Array(rows.length * models.length).fill(Number.NaN);
    const places = parts.map(({ table }) => table.models.map((model) => models.indexOf(model)));
    rows.forEach((row, i) => {
      for (const { part, row: from } of row.cells) {
        const values = valuesOf(parts[part]!.table);
        const own = places[part]!;
        if (values)
          for (let k = 0; k < own.length; k++) cells[i * models.length + own[k]!] = values[from * own.length + k]!;
      }
    });
    return cells;
  };
  const appended = joined.size === 0;
  const prompts = rows.map(({ prompt, cells }) =>
    prompt.dataset === "" && appended ? { ...prompt, dataset: parts[cells[0]!.part]!.name } : prompt,
  );
  return {
    models,
    prompts,
    scores: filled(({ scores }) => scores)!,
    costs: filled(({ costs }) => costs),
    inputTokens: filled(({ inputTokens }) => inputTokens),
    outputTokens: filled(({ outputTokens }) => outputTokens),
    failed: filled(({ failed }) => failed),
    ...mergedMeasures(parts, filled),
    ...mergedRouters(parts, rows),
    files: Uint16Array.from(rows, ({ cells }) => cells[0]!.part),
    hasIds,
    hasTexts,
    ...(parts.every(({ table }) => table.pointRows !== undefined)
      ? { pointRows: parts.reduce((sum, { table }) => sum + table.pointRows!, 0) }
      : {}),
  };
}

function mergedMeasures(
  parts: readonly Part[],
  filled: (valuesOf: (table: EvaluationTable) => Float64Array | undefined) => Float64Array | null,
): Pick<EvaluationTable, "measures"> {
  const names = new Set(parts.flatMap(({ table }) => [...(table.measures?.keys() ?? [])]));
  if (names.size === 0) return {};
  return { measures: new Map([...names].map((name) => [name, filled(({ measures }) => measures?.get(name))!])) };
}

function mergedRouters(parts: readonly Part[], rows: readonly MergedRow[]): Pick<EvaluationTable, "routers"> {
  const names = new Set(parts.flatMap(({ table }) => table.routers?.map(({ name }) => name) ?? []));
  if (names.size === 0) return {};
  const routers = [...names].map((name) => {
    const columns = parts.map(({ table }) => table.routers?.find((router) => router.name === name)?.cells);
    const cells = rows.map((row) => {
      const written = row.cells.map(({ part, row: from }) => columns[part]?.[from] ?? "");
      return written.find((cell) => cell !== "") ?? "";
    });
    return { name, cells };
  });
  return { routers };
}
