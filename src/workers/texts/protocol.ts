/** @file The messages between the page and the worker that holds the full texts of a table's prompts. */
import type { FileReference } from "../../library/load.ts";

export type TextCalls = {
  /** Fetches and decodes the file of texts, once, before any other request. `path`: its name in errors. */
  open: { request: FileReference & { path: string }; result: null };
  text: { request: { row: number }; result: string };
  /** The rows of prompts that contain the text, whatever its case and white space. */
  search: { request: { wanted: string }; result: Int32Array };
};
