import type { ImportChoices, TableLook } from "../../library/evaluationTable/importer.ts";

/** Files of tables that the user gave, before anything of them is kept: what was understood, and what the user says instead. */
export interface TableImportState {
  name: string;
  /** `reading`: what is in them is being found out; `building`: the library is being made. */
  status: "reading" | "ready" | "building";
  /** Bytes done with, and in all; 0 while nothing is known. */
  loaded: number;
  total: number;
  /** Null until the files were read once. */
  look: TableLook | null;
  choices: ImportChoices;
  /** Why they cannot be read; what `look.problem` says can be mended by other choices. */
  problem: string | null;
}
