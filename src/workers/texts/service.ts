import { readTexts } from "../../library/benchmark/readTexts.ts";
import type { FileReference } from "../../library/load.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import type { Handlers } from "../../rpc/serve.ts";
import type { TextCalls } from "./protocol.ts";

/** How the file arrives: tests have their own way. */
export type FetchFile = (file: FileReference, signal: AbortSignal) => Promise<ArrayBuffer>;

const fetched: FetchFile = ({ url, ...expected }, signal) => fetchVerified(url, expected, { signal });

/** The texts worker's work, independent of messages and of the browser. */
export function createTextService(fetchFile: FetchFile = fetched): Handlers<TextCalls> {
  let texts: readonly string[] = [];
  return {
    open: async ({ path, ...file }, { signal }) => {
      texts = readTexts(await fetchFile(file, signal), path);
      return { result: null };
    },
    text: async ({ row }) => ({ result: texts[row] ?? "" }),
    search: async ({ wanted }) => {
      const plain = plainText(wanted);
      const rows = texts.flatMap((text, row) => (plainText(text).includes(plain) ? [row] : []));
      return { result: Int32Array.from(rows) };
    },
  };
}

const plainText = (text: string): string => text.toLowerCase().replace(/\s+/g, " ").trim();
