import type { ImportChoices, TableLook } from "../../library/evaluationTable/importer.ts";

/** The user's table files before anything is stored: their interpretation, and the user's corrections. */
export interface TableImportState {
  name: string;
  /** `reading`: the files are being interpreted; `building`: the library is being made. */
  status: "reading" | "ready" | "building";
  /** Bytes done, and in total; 0 while unknown. */
  loaded: number;
  total: number;
  /** Null until the files have been read once. */
  look: TableLook | null;
  choices: ImportChoices;
  /** Why they cannot be read; problems in `look.problem` can be fixed by other choices. */
  problem: string | null;
}
