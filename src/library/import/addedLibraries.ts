/** Libraries that the user has added, stored so that they survive a reload. */

import { errorMessage } from "../../core/errorMessage.ts";
import { type CheckManifest, checkManifest, fetchManifest } from "../load.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { librarySize } from "../manifest/manifestFacts.ts";
import type { DownloadOptions } from "../storage/integrity.ts";
import type { LocalStore } from "../storage/localStore.ts";

/** What is stored of an added library. */
export interface AddedLibrary {
  /** Absolute URL of its folder; `local://…` for one from this computer. */
  folder: string;
  /** The content of its `library.json`. */
  manifest: unknown;
}

/** Stores a library; replaces one with the same folder. Throws a StorageError. */
export function keepLibrary(
  store: LocalStore,
  { folder, manifest }: AddedLibrary,
  contents: ReadonlyMap<string, ArrayBuffer> = new Map(),
): Promise<void> {
  const value: AddedLibrary = { folder, manifest };
  const files = [...contents.keys()];
  return store.put({ key: recordKey(folder), kind: "library", added: Date.now(), files, value }, contents);
}

/** The stored libraries, oldest first; see unreadable.ts for records that can't be read any more. Throws a StorageError. */
export async function storedLibraries(store: LocalStore): Promise<AddedLibrary[]> {
  const records = await store.records("library");
  if (records.length === 0) return [];
  const { addedLibraryShape } = await import("./addedLibraryShape.ts");
  return records.flatMap(({ value }) => {
    const parsed = addedLibraryShape.safeParse(value);
    return parsed.success ? [parsed.data as AddedLibrary] : [];
  });
}

/** Deletes a library and its files. Throws a StorageError. */
export const forgetLibrary = (store: LocalStore, folder: string): Promise<void> => store.remove(recordKey(folder));

/** The manifest of a library on a server, or the stored one when the server is unreachable. Throws a LibraryError. */
export async function currentManifest(
  folder: string,
  kept: unknown,
  options: Pick<DownloadOptions, "signal" | "fetch"> = {},
  check?: CheckManifest,
): Promise<Manifest> {
  try {
    return await fetchManifest(folder, options, check);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (kept === undefined || !(error instanceof Error) || error.name !== "DownloadError") throw error;
    return checkManifest(kept);
  }
}

/** What the list of libraries says of a stored one, which this version of the app may no longer be able to read. */
export async function aboutAdded({
  manifest,
}: AddedLibrary): Promise<{ label: string; description: string; bytes: number | null }> {
  try {
    const read = await checkManifest(manifest);
    return { label: read.name, description: read.description, bytes: librarySize(read) };
  } catch (error) {
    return { label: "Unreadable library", description: errorMessage(error), bytes: null };
  }
}

const recordKey = (folder: string): string => `library ${folder}`;
