import { buildLibrary } from "../evaluationTable/buildLibrary.ts";
import { type ImportChoices, TableImporter } from "../evaluationTable/importer.ts";
import type { ReadLibrary } from "../import/readLibrary.ts";
import { hashing } from "../storage/hash.ts";

export interface ImportOptions {
  today?: Date;
  choices?: ImportChoices;
  /** Bytes of the table done, and in total. Half of them count for reading, half for making the library. */
  onProgress?: (loaded: number, total: number) => void;
}

/**
 * Imports one evaluation table as interpreted, in place; the app does it in a worker (src/workers/tableImport).
 * @param name the file's name
 * Throws a LibraryError that names the place.
 */
export async function importTable(
  content: ArrayBuffer,
  name: string,
  { today = new Date(), choices = {}, onProgress }: ImportOptions = {},
): Promise<ReadLibrary> {
  hashing(name); // read the date before the work, which may take long
  const total = content.byteLength;
  const importer = new TableImporter(name, [{ path: name, blob: new Blob([content]) }]);
  const half = (before: number) => (share: number) => onProgress?.(Math.round(((before + share) / 2) * total), total);
  return buildLibrary(await importer.read(choices, half(0)), today, half(1));
}
