/** The shipped library for tests: read from disk, as a server would send it. */
import { readFile } from "node:fs/promises";
import { readHere } from "../benchmark/readHere.ts";
import { type Library, loadLibrary } from "../load.ts";

const BASE = "http://library.test/";

export function shippedLibrary(): Promise<Library> {
  const fromDisk: typeof fetch = async (input) => {
    const path = String(input instanceof Request ? input.url : input).slice(BASE.length);
    return new Response(await readFile(`models/${path}`));
  };
  return loadLibrary(BASE, { fetch: fromDisk, reader: readHere });
}
