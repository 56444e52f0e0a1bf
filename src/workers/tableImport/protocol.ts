/** @file What the page and the worker that imports evaluation tables say to each other. */
import type { GivenFile, ImportChoices, TableLook } from "../../library/evaluationTable/importer.ts";
import type { ReadLibrary } from "../../library/import/readLibrary.ts";

/** Files as the user gave them. `name`: what errors call them together. */
export interface TableFiles {
  name: string;
  files: readonly GivenFile[];
}

export type TableCalls = {
  /** Gives the worker its files, once, before anything is asked about them. */
  open: { request: TableFiles; result: null };
  /** What is understood of the files; progress is told in bytes of them. */
  look: { request: ImportChoices; result: TableLook };
  /** The library that they become; one half of the progress is for reading, the other for making it. */
  build: { request: ImportChoices; result: ReadLibrary };
};
