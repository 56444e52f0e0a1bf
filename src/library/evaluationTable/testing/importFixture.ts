import { gzipSync } from "node:zlib";
import type { ImportChoices, TableLook, UnderstoodTable } from "../importer.ts";
import { TableImporter } from "../importer.ts";

/** A test's files by path; text is written as UTF-8. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export function importerOf(files: Files, name = Object.keys(files)[0]!): TableImporter {
  const given = Object.entries(files).map(([path, content]) => ({ path, blob: new Blob([content as BlobPart]) }));
  return new TableImporter(name, given);
}

export const lookAt = (files: Files, choices?: ImportChoices): Promise<TableLook> => importerOf(files).look(choices);
export const read = (files: Files, choices?: ImportChoices): Promise<UnderstoodTable> =>
  importerOf(files).read(choices);

/** Scores and costs as rows, null where missing: easy to write in tests. */
export async function rowsOf(files: Files, choices?: ImportChoices) {
  const { table } = await read(files, choices);
  const rows = (cells: Float64Array | null) =>
    cells &&
    table.prompts.map((_, i) =>
      table.models.map((__, k) => {
        const value = cells[i * table.models.length + k]!;
        return Number.isNaN(value) ? null : Number(value.toPrecision(12));
      }),
    );
  return {
    models: table.models,
    scores: rows(table.scores),
    costs: rows(table.costs),
    ids: table.prompts.map(({ id }) => id),
    datasets: table.prompts.map(({ dataset }) => dataset),
    texts: table.prompts.map(({ text }) => text),
  };
}

export const gzip = (text: string): Uint8Array => new Uint8Array(gzipSync(text));

export function utf16(text: string, { big = false, mark = true } = {}): Uint8Array {
  const bytes = new Uint8Array(2 * (text.length + Number(mark)));
  const view = new DataView(bytes.buffer);
  for (const [i, character] of [...((mark ? "\uFEFF" : "") + text)].entries()) {
    view.setUint16(2 * i, character.charCodeAt(0), !big);
  }
  return bytes;
}

export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
