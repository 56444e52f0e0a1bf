import { importTable } from "../../library/import/tableLibrary.ts";
import type { Handlers } from "../../rpc/serve.ts";
import type { TableCalls } from "./protocol.ts";

/** The import worker's work, independent of messages and of the browser. */
export const tableService: Handlers<TableCalls> = {
  import: async ({ content, name }, { progress }) => {
    const result = await importTable(content, name, { onProgress: (loaded, total) => progress({ loaded, total }) });
    return { result, transfer: [...result.contents.values()] };
  },
};
