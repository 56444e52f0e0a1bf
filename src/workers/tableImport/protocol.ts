/** @file What the page and the worker that imports routing tables say to each other. */
import type { ReadLibrary } from "../../library/import/readLibrary.ts";

/** A table as the user gave it. `name`: its file's, by which errors call it. */
export interface TableRequest {
  content: ArrayBuffer;
  name: string;
}

export type TableCalls = {
  /** Progress is told in bytes of the table: see `importTable`. */
  import: { request: TableRequest; result: ReadLibrary };
};
