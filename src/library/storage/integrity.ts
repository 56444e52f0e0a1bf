/**
 * Downloads that are checked against the manifest by length and SHA-256. A wrong file is requested once more, bypassing the caches
 * (usually an old copy next to a new manifest), before the download fails. Only verified files are cached.
 */
import { IntegrityError, StorageError } from "../errors.ts";
import { isLfsPointer, POINTER_PROBLEM } from "../import/lfsPointer.ts";
import { browserStorage, keep, readStored, type Storage } from "./fileCache.ts";
import { browserHashing, sha256Hex } from "./hash.ts";
import { browserStore, isLocal, type LocalStore } from "./localStore.ts";
import { fileName, RELOAD, type RequestOptions, requestBytes } from "./request.ts";

/** What a file must be. */
export interface Expected {
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
  bytes: number;
}

/** `onProgress` restarts at 0 when a file is fetched a second time. */
export interface DownloadOptions extends RequestOptions {
  /** Another `crypto.subtle`, for tests; null: none. */
  subtle?: SubtleCrypto | null | undefined;
  /** Where verified files are cached, for tests; null: nowhere. */
  storage?: Storage | null | undefined;
  /** Storage of the files added by the user, for tests. */
  added?: Pick<LocalStore, "file"> | undefined;
}

const addedFiles = browserStore();

export interface Download {
  buffer: ArrayBuffer;
  /** False if the browser offers no hashing (pages served by plain http from another machine): only the length was checked. */
  verified: boolean;
}

/** Gets a cached or added file, or downloads, checks and caches it. Throws a LibraryError, or the signal's reason. */
export async function download(url: string, expected: Expected, options: DownloadOptions = {}): Promise<Download> {
  if (isLocal(url)) return addedFile(url, expected, options);
  const { signal, storage = browserStorage() } = options;
  const kept = await keptFile(url, expected, options, storage);
  signal?.throwIfAborted();
  if (kept) return kept;
  const file = await attempt(url, expected, "default", options).catch((error: unknown) => {
    if (!(error instanceof IntegrityError)) throw error;
    return attempt(url, expected, "reload", options);
  });
  if (file.verified) await keep(url, expected.sha256, file.buffer, storage);
  return file;
}

/** `download` for callers that only need the bytes. */
export async function fetchVerified(
  url: string,
  expected: Expected,
  options: DownloadOptions = {},
): Promise<ArrayBuffer> {
  return (await download(url, expected, options)).buffer;
}

async function attempt(
  url: string,
  expected: Expected,
  cache: RequestCache,
  options: DownloadOptions,
): Promise<Download> {
  const buffer = await requestBytes(url, expected.bytes, cache, options);
  return verify(fileName(url), buffer, expected, options);
}

/** A file added by the user is checked like a downloaded one. */
async function addedFile(url: string, expected: Expected, options: DownloadOptions): Promise<Download> {
  const file = fileName(url);
  const buffer = await (options.added ?? addedFiles).file(expected.sha256);
  options.signal?.throwIfAborted();
  if (!buffer)
    throw new StorageError(
      file,
      `${file} is no longer in this browser's storage. Remove what it belongs to and add it again.`,
    );
  options.onProgress?.(buffer.byteLength, expected.bytes);
  return verify(file, buffer, expected, options);
}

/** A cached file is checked like a downloaded one, as disks can fail; if it is wrong, it is downloaded again. */
async function keptFile(
  url: string,
  expected: Expected,
  options: DownloadOptions,
  storage: Storage | null,
): Promise<Download | null> {
  try {
    const response = await readStored(url, expected.sha256, storage);
    return response && (await verify(fileName(url), await response.arrayBuffer(), expected, options));
  } catch {
    return null;
  }
}

/**
 * Checks length and SHA-256 of a file.
 * @param advice what to do about a wrong file
 * Throws an IntegrityError, or the signal's reason.
 */
export async function verify(
  file: string,
  buffer: ArrayBuffer,
  { sha256, bytes }: Expected,
  options: Pick<DownloadOptions, "subtle" | "signal">,
  advice = RELOAD,
): Promise<Download> {
  if (buffer.byteLength !== bytes) {
    if (isLfsPointer(buffer)) {
      throw new IntegrityError(
        file,
        `${file} ${POINTER_PROBLEM} Run “git lfs pull” where the library is published, and upload the file again.`,
      );
    }
    throw new IntegrityError(file, `${file} has ${buffer.byteLength} bytes instead of ${bytes}. ${advice}`);
  }
  const subtle = options.subtle === undefined ? browserHashing() : options.subtle;
  if (!subtle) return { buffer, verified: false };
  const actual = await sha256Hex(buffer, subtle);
  options.signal?.throwIfAborted();
  if (actual !== sha256) {
    throw new IntegrityError(
      file,
      `${file} is not the file that the library's manifest names: its SHA-256 differs. ${advice}`,
    );
  }
  return { buffer, verified: true };
}
