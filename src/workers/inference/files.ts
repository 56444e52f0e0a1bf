import type { fetchVerified } from "../../library/storage/integrity.ts";
import type { CallContext } from "../../rpc/serve.ts";
import type { FileReference } from "./protocol.ts";

export type Fetch = typeof fetchVerified;

/** Downloads several files at once and reports their bytes as one sum. `known` holds files by hash that need no download. */
export async function fetchAll(
  fetch: Fetch,
  files: readonly FileReference[],
  known: ReadonlyMap<string, ArrayBuffer>,
  { signal, progress }: CallContext,
): Promise<ArrayBuffer[]> {
  const total = sum(files.map(({ bytes }) => bytes));
  const loaded = files.map(() => 0);
  return Promise.all(
    files.map(async (file, i) => {
      const onProgress = (bytes: number) => {
        loaded[i] = bytes;
        progress({ loaded: sum(loaded), total });
      };
      const content = known.get(file.sha256) ?? (await fetch(file.url, file, { signal, onProgress }));
      onProgress(file.bytes);
      return content;
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
