/** @file The messages between the page and the worker that imports and writes evaluation tables. */
import type { GivenFile, ImportChoices, TableLook } from "../../library/evaluationTable/importer.ts";
import type { TableFormat, WrittenTable } from "../../library/evaluationTable/out/writeTable.ts";
import type { ReadLibrary } from "../../library/import/readLibrary.ts";

/** The user's files. `name`: their common name in errors. */
export interface TableFiles {
  name: string;
  files: readonly GivenFile[];
}

export interface WriteRequest {
  table: Omit<WrittenTable, "texts">;
  /** The library's Parquet file of texts, and the rows of it that the table has; null if there are no texts. */
  texts: { content: ArrayBuffer; rows: Int32Array } | null;
  format: TableFormat;
}

export type TableCalls = {
  /** Gives the worker its files, once, before any other request. */
  open: { request: TableFiles; result: null };
  /** The interpretation of the files; progress is in bytes of the files. */
  look: { request: ImportChoices; result: TableLook };
  /** The resulting library; half of the progress is for reading, half for making it. */
  build: { request: ImportChoices; result: ReadLibrary };
  /** Writes a table as a file; needs no files before. */
  write: { request: WriteRequest; result: Blob };
};
