import type { FileDecisions } from "../../analysis/routedFile.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { Library } from "../../library/load.ts";
import { type CsvCell, single, toCsv } from "../export/csv.ts";

/** What a file of decisions is made from. */
export interface RoutedFileFacts {
  library: Library;
  prompts: readonly string[];
  predicted: Matrix;
  decisions: FileDecisions;
}

/** One line per prompt: the chosen expert, its predicted loss, the margin, its raw constraint values, then every expert's predicted loss. */
export function routedFileCsv({ library, prompts, predicted, decisions }: RoutedFileFacts): string {
  const head = [
    "prompt",
    "chosen",
    "predicted loss",
    "margin",
    ...library.constraints.map(({ label, unit }) => `${label.toLowerCase()} (${unit})`),
    ...library.expertIds.map((id) => `predicted:${id}`),
  ];
  const lines = prompts.map((prompt, r): CsvCell[] => {
    const { chosen, losses, ...facts } = decision(library, predicted, decisions, r);
    const constraints = library.constraints.map(({ raw }) => raw[decisions.choices[r]!] ?? Number.NaN);
    return [prompt, chosen ?? "", facts.predictedLoss, facts.margin, ...constraints, ...losses];
  });
  return toCsv(head, lines);
}

/** The same as JSON lines: one object per prompt; unknown figures are null. */
export function routedFileJsonLines({ library, prompts, predicted, decisions }: RoutedFileFacts): string {
  const lines = prompts.map((prompt, r) => {
    const { chosen, losses, predictedLoss, margin } = decision(library, predicted, decisions, r);
    const constraints = library.constraints.map(({ id, raw }) => [id, raw[decisions.choices[r]!]]);
    return JSON.stringify({
      prompt,
      chosen,
      predictedLoss,
      margin,
      constraints: Object.fromEntries(constraints),
      predicted: Object.fromEntries(library.expertIds.map((id, i) => [id, losses[i]])),
    });
  });
  return lines.map((line) => `${line}\n`).join("");
}

function decision(library: Library, { data, columns }: Matrix, { choices, margins }: FileDecisions, row: number) {
  const losses = Array.from(data.subarray(row * columns, (row + 1) * columns), single);
  const choice = choices[row]!;
  return {
    chosen: library.expertIds[choice] ?? null,
    predictedLoss: losses[choice] ?? Number.NaN,
    margin: single(margins[row]!),
    losses,
  };
}
