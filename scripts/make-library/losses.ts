/** The measured prompts from a lab: a table of texts with every expert's loss on them. */

import { type RawTable, TableError } from "../../src/library/evaluationTable/read/rawTable.ts";
import { IDENTIFIER } from "../../src/library/manifest/identifier.ts";

export interface MeasuredPrompt {
  id: string;
  kind: string;
  domain: string;
  part: string;
  source: string;
  /** Any name shared by the prompts of one document; empty when unknown. */
  document: string;
  keywords: string;
  text: string;
  /** Nats per token, by expert; NaN when not measured. */
  losses: number[];
  /** 0 … 1, by expert; NaN when not measured. */
  accuracies: number[];
}

/**
 * Reads the columns `text` and `loss:<expert>` (or the expert's id alone), and, if present, `accuracy:<expert>`, `id`, `kind`,
 * `domain`, `part`, `source`, `document`, `keywords`. Throws a TableError with the place.
 */
export function readLosses({ file, columns, rows, line }: RawTable, experts: readonly string[]): MeasuredPrompt[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name);
  const lossAt = experts.map((id) => Math.max(place(`loss:${id}`), place(id)));
  const accuracyAt = experts.map((id) => place(`accuracy:${id}`));
  const missing = experts.filter((_, i) => lossAt[i]! < 0);
  if (missing.length > 0)
    throw new TableError(file, `${file} has no column loss:${missing[0]}; the table needs one for every expert.`);
  if (place("text") < 0) {
    throw new TableError(
      file,
      `${file} has no column “text”: the router must read every prompt to predict its losses. The texts are not shipped.`,
    );
  }
  const seen = new Set<string>();
  return Array.from({ length: rows }, (_, i) => {
    const at = `${file}, line ${line(i)}`;
    const cell = (name: string, absent: string): string => columns[place(name)]?.text(i) || absent;
    const number = (column: number, most: number): number => {
      const written = columns[column]?.text(i).trim() ?? "";
      const value = written === "" ? Number.NaN : Number(written);
      if (written !== "" && !(value >= 0 && value <= most)) {
        throw new TableError(
          file,
          `${at}, column “${columns[column]!.name}”: “${written.slice(0, 40)}” is not a number from 0 to ${most}.`,
        );
      }
      return value;
    };
    const domain = cell("domain", "all");
    const part = cell("part", domain);
    for (const [column, value] of Object.entries({ domain, part })) {
      if (!IDENTIFIER.test(value))
        throw new TableError(
          file,
          `${at}, column “${column}”: “${value.slice(0, 80)}” may hold letters, digits and . - _ / only.`,
        );
    }
    const id = cell("id", String(i + 1));
    if (seen.has(id)) throw new TableError(file, `${at}: the id “${id.slice(0, 80)}” is there twice.`);
    seen.add(id);
    const text = cell("text", "");
    if (text.trim() === "") throw new TableError(file, `${at}: the text is empty.`);
    return {
      id,
      domain,
      part,
      text,
      kind: cell("kind", "window"),
      source: cell("source", id),
      document: cell("document", ""),
      keywords: cell("keywords", ""),
      losses: lossAt.map((column) => number(column, 1000)),
      accuracies: accuracyAt.map((column) => number(column, 1)),
    };
  });
}
