import { buildLibrary } from "../../library/evaluationTable/buildLibrary.ts";
import { TableImporter } from "../../library/evaluationTable/importer.ts";
import { writeTable } from "../../library/evaluationTable/out/writeTable.ts";
import { openTable } from "../../library/evaluationTable/read/openTable.ts";
import { hashing } from "../../library/storage/hash.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { CallContext, Handlers } from "../../rpc/serve.ts";
import type { TableCalls } from "./protocol.ts";

/** The import worker's work on the tables in some files, independent of messages and of the browser. */
export function createTableService(): Handlers<TableCalls> {
  let opened: { importer: TableImporter; bytes: number } | null = null;
  const files = () => {
    if (!opened) throw new InferenceError("NotOpenError", "No files were given to import.");
    return opened;
  };
  const telling =
    ({ progress }: CallContext, bytes: number, from = 0, to = 1) =>
    (share: number) =>
      progress({ loaded: Math.round((from + share * (to - from)) * bytes), total: bytes });
  return {
    open: async ({ name, files: given }) => {
      hashing(name); // read the date before the work, which may take long
      opened = {
        importer: new TableImporter(name, given),
        bytes: given.reduce((sum, { blob }) => sum + blob.size, 0),
      };
      return { result: null };
    },
    look: async (choices, context) => {
      const { importer, bytes } = files();
      return { result: await importer.look(choices, telling(context, bytes)) };
    },
    build: async (choices, context) => {
      const { importer, bytes } = files();
      const understood = await importer.read(choices, telling(context, bytes, 0, 1 / 2));
      const result = await buildLibrary(understood, new Date(), telling(context, bytes, 1 / 2, 1));
      return { result, transfer: [...result.contents.values()] };
    },
    write: async ({ table, texts, format }) => {
      const type = format === "csv" ? "text/csv;charset=utf-8" : "application/vnd.apache.parquet";
      const told = texts && (await textsIn(texts.content));
      const written = { ...table, texts: told && Array.from(texts!.rows, (row) => told(row)) };
      return { result: new Blob(writeTable(written, format), { type }) };
    },
  };
}

/** By row, a text of a library's file of texts. */
async function textsIn(content: ArrayBuffer): Promise<(row: number) => string> {
  const { columns } = await openTable(new Blob([content]), "texts.parquet");
  return (row) => columns[0]!.text(row);
}
