/** What the lab trains on: the prompts of an evaluation table that count, without gaps. */
import { measuredCalls } from "../../core/evaluation/measuredCalls.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { type Cleaner, cleanerOf, NO_CLEANING } from "../text/clean.ts";
import { promptKey } from "../text/promptKey.ts";

export interface LabTable {
  models: string[];
  /** By prompt: its row in the evaluation table. */
  rows: number[];
  /** By prompt: the text as it stands in the table, the same cleaned, the keys of both, and its data set ("" if unknown). */
  texts: string[];
  cleaned: string[];
  keys: string[];
  cleanedKeys: string[];
  datasets: string[];
  cleaner: Cleaner;
  /** Prompts × models, higher is better; all known. */
  scores: Matrix;
  /** US dollars per call, in the same form; null if the table has none. A model without costs has NaN everywhere. */
  costs: Matrix | null;
  /** Tokens of the prompt as each model counts them, in the same form; null if the table does not tell them. */
  lengths: Matrix | null;
  /** Columns with costs, ascending. */
  costed: number[];
  /** Prompts of the table, of which those with a missing score or cost were left out. */
  asked: number;
}

/** Why a table cannot be trained on. */
export class LabError extends Error {
  override readonly name = "LabError";
}

/** Throws a LabError when nothing can be learnt: without texts, with one model, or with fewer than two prompts that count. */
export function labTable(table: EvaluationTable, { clean = true } = {}): LabTable {
  if (!table.hasTexts) throw new LabError("The table has no texts of prompts, so there is nothing to learn from.");
  const columns = table.models.length;
  const matrix = (data: Float64Array): Matrix => ({ rows: table.prompts.length, columns, data });
  const all = Int32Array.from(table.prompts.keys());
  const calls = measuredCalls(matrix(table.scores), table.costs && matrix(table.costs), all);
  const { rows, models } = calls;
  if (models.length < 2) throw new LabError("The lab needs scores of two models at least.");
  if (rows.length < 2) {
    throw new LabError(
      "Fewer than two prompts have a score of every model. Leave models out, or complete their scores.",
    );
  }
  const part = (of: Matrix): Matrix => ({
    rows: rows.length,
    columns: models.length,
    data: Float64Array.from(rows.flatMap((row) => models.map((model) => of.data[row * columns + model] ?? Number.NaN))),
  });
  const texts = rows.map((row) => table.prompts[row]!.text);
  const cleaner = clean ? cleanerOf(texts) : NO_CLEANING;
  const cleaned = texts.map(cleaner.clean);
  return {
    models: models.map((model) => table.models[model]!),
    rows: [...rows],
    texts,
    cleaned,
    keys: texts.map(promptKey),
    cleanedKeys: cleaned.map(promptKey),
    datasets: rows.map((row) => table.prompts[row]!.dataset),
    cleaner,
    scores: part(calls.scores),
    costs: calls.costs && part(calls.costs),
    lengths: table.inputTokens && part(matrix(table.inputTokens)),
    costed: models.flatMap((model, k) => (calls.costed.includes(model) ? [k] : [])),
    asked: table.prompts.length,
  };
}
