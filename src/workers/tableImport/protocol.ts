/** @file The messages between the page and the worker that imports evaluation tables. */
import type { ReadLibrary } from "../../library/import/readLibrary.ts";

/** A table as provided by the user. `name`: its file's name, for errors. */
export interface TableRequest {
  content: ArrayBuffer;
  name: string;
}

export type TableCalls = {
  /** Progress is reported in bytes of the table: see `importTable`. */
  import: { request: TableRequest; result: ReadLibrary };
};
