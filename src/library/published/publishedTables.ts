/**
 * Evaluation tables that others have published on GitHub: the location of each, with commit, length and SHA-256. The tables
 * themselves are not part of this site. They are downloaded from their source, at the user's request only.
 */
import { IntegrityError } from "../errors.ts";
import type { LocalFiles } from "../import/localFiles.ts";
import { browserHashing, sha256Hex } from "../storage/hash.ts";
import { type RequestOptions, requestBytes } from "../storage/request.ts";

/** The one host that published tables are downloaded from; the content security policy names it. */
export const TABLES_HOST = "https://raw.githubusercontent.com";

export interface PublishedTable {
  id: string;
  title: string;
  about: string;
  /** "owner/name" on GitHub. */
  repository: string;
  /** 40 hexadecimal digits. */
  commit: string;
  /** The repository's licence; null if it states none. */
  license: string | null;
  /** Prompts. */
  rows: number;
  models: number;
  files: { path: string; bytes: number; sha256: string }[];
}

export interface FetchOptions extends Pick<RequestOptions, "signal" | "onProgress" | "fetch"> {
  /** Another `crypto.subtle`, for tests. */
  subtle?: SubtleCrypto | null | undefined;
}

/** Browsers open about this many connections to one host. */
const PARALLEL = 6;

/** Loaded when the list is shown: nothing else needs it. */
export async function publishedTables(): Promise<PublishedTable[]> {
  return (await import("./tables.json")).default;
}

export const tableBytes = ({ files }: PublishedTable): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** The page of the table's source, at its commit. */
export const sourcePage = ({ repository, commit }: PublishedTable): string =>
  `https://github.com/${repository}/tree/${commit}`;

/**
 * Downloads all files of a table and checks each by length and SHA-256. Progress is in bytes over all files. Throws a
 * DownloadError, an IntegrityError, a StorageError if the browser cannot hash, or the signal's reason; the first failure cancels
 * the other downloads.
 */
export async function fetchPublishedTable(table: PublishedTable, options: FetchOptions = {}): Promise<LocalFiles> {
  const { signal, onProgress, fetch, subtle = browserHashing() } = options;
  const total = tableBytes(table);
  const loaded = new Map<string, number>();
  const cancel = new AbortController();
  const either = signal ? AbortSignal.any([signal, cancel.signal]) : cancel.signal;
  const contents = new Map<string, ArrayBuffer>();
  const waiting = [...table.files];
  const fetchNext = async (): Promise<void> => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const { path, bytes, sha256 } = file;
      const buffer = await requestBytes(addressOf(table, path), bytes, "default", {
        signal: either,
        fetch,
        onProgress: (now) => {
          loaded.set(path, now);
          onProgress?.(
            [...loaded.values()].reduce((sum, one) => sum + one, 0),
            total,
          );
        },
      });
      if (buffer.byteLength !== bytes || (await sha256Hex(buffer, subtle)) !== sha256) throw changed(table, path);
      contents.set(path, buffer);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(PARALLEL, waiting.length) }, fetchNext));
  } catch (error) {
    cancel.abort();
    signal?.throwIfAborted();
    throw error;
  }
  signal?.throwIfAborted();
  return new Map(
    table.files.map(({ path, bytes }) => {
      const buffer = contents.get(path)!;
      return [path.split("/").at(-1)!, { bytes, read: async () => buffer.slice(0) }];
    }),
  );
}

const addressOf = ({ repository, commit }: PublishedTable, path: string): string =>
  `${TABLES_HOST}/${repository}/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;

const changed = ({ repository }: PublishedTable, path: string): IntegrityError =>
  new IntegrityError(
    path,
    `${path} of ${repository} is not the file that is recorded here: its length or SHA-256 differs. Download it yourself and add it as a table.`,
  );
