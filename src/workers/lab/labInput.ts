import { readTexts } from "../../library/benchmark/readTexts.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { INPUT } from "../../library/evaluationTable/out/ownForm.ts";
import { perCall, shortest } from "../../library/evaluationTable/out/shortNumbers.ts";
import type { LabTableRequest } from "./protocol.ts";

/**
 * The evaluation table behind a library: its figures as they stood in the file, where the library has them in single precision, so that
 * the page and the command learn from the same numbers. Throws a ParquetError.
 */
export function labInput({ table, texts }: LabTableRequest): EvaluationTable {
  const tokens = table.measures?.find(({ prefix }) => prefix === INPUT)?.cells;
  const all = texts && readTexts(texts.content, texts.path);
  return {
    models: [...table.models],
    prompts: table.ids.map((id, i) => ({
      id,
      dataset: table.datasets[i]!,
      text: (all && texts && all[texts.rows[i]!]) ?? "",
    })),
    scores: Float64Array.from(table.scores, shortest),
    costs: table.costs && Float64Array.from(table.costs, perCall),
    inputTokens: tokens ? Float64Array.from(tokens, shortest) : null,
    outputTokens: null,
    hasIds: true,
    hasTexts: all !== null,
  };
}
