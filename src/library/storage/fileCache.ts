/**
 * Verified files in the browser's Cache Storage, for later visits and for offline use. An entry's key is the file's URL together
 * with its SHA-256, so that two versions of a file coexist and can't be confused. Caching is optional: if storage is blocked, full
 * or absent, nothing is cached and nothing fails.
 */

/** The part of Cache Storage that is used here. */
export type Storage = Pick<CacheStorage, "open">;

/** One cache for all versions of the explorer at this origin. */
const CACHE_NAME = "tryage-files";

const HASH = "sha256";
/** In place of `HASH` in the key of a file that has not arrived whole. */
const BEGINNING = "beginning-of-sha256";

/** The browser's storage; null if there is none: Node, plain-http pages, blocked by the user. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.caches ?? null;
  } catch {
    return null;
  }
}

/** The entry of a file, or null. It was verified when it was cached. */
export async function readStored(url: string, sha256: string, storage = browserStorage()): Promise<Response | null> {
  try {
    const cache = await storage?.open(CACHE_NAME);
    return (await cache?.match(key(url, sha256), { ignoreVary: true })) ?? null;
  } catch {
    return null;
  }
}

/** Caches a whole file. The caller has verified that its SHA-256 is `sha256`. Returns whether it could be cached. */
export async function keep(
  url: string,
  sha256: string,
  content: ArrayBuffer,
  storage = browserStorage(),
): Promise<boolean> {
  try {
    const cache = await storage?.open(CACHE_NAME);
    await cache?.put(key(url, sha256), new Response(content));
    return cache !== undefined;
  } catch {
    // Storage is full or blocked: the file is fetched again next time.
    return false;
  }
}

/**
 * Stores the beginning of a file whose download broke, in place of any other beginning: a download that nobody goes on with must not
 * fill the browser's storage.
 */
export async function keepBeginning(
  url: string,
  sha256: string,
  content: ArrayBuffer,
  storage = browserStorage(),
): Promise<void> {
  try {
    const cache = await storage?.open(CACHE_NAME);
    for (const { url: other } of (await cache?.keys()) ?? []) {
      if (new URL(other).searchParams.has(BEGINNING)) await cache?.delete(other);
    }
    await cache?.put(key(url, sha256, BEGINNING), new Response(content));
  } catch {
    // Storage is full or blocked: the download starts over next time.
  }
}

/** Takes the beginning of a file out of storage; null if there is none. */
export async function takeBeginning(
  url: string,
  sha256: string,
  storage = browserStorage(),
): Promise<ArrayBuffer | null> {
  try {
    const cache = await storage?.open(CACHE_NAME);
    const entry = key(url, sha256, BEGINNING);
    const content = (await (await cache?.match(entry, { ignoreVary: true }))?.arrayBuffer()) ?? null;
    await cache?.delete(entry);
    return content;
  } catch {
    return null;
  }
}

/** Deletes the entries for which `isNeeded`, called with the file's URL and SHA-256, is false. */
export async function removeStored(
  isNeeded: (url: string, sha256: string) => boolean,
  storage = browserStorage(),
): Promise<void> {
  const cache = await storage?.open(CACHE_NAME);
  for (const request of (await cache?.keys()) ?? []) {
    const url = new URL(request.url);
    const sha256 = url.searchParams.get(HASH) ?? "";
    url.searchParams.delete(HASH);
    if (!isNeeded(url.href, sha256)) await cache?.delete(request);
  }
}

function key(url: string, sha256: string, of = HASH): string {
  const address = new URL(url);
  address.searchParams.set(of, sha256);
  address.hash = "";
  return address.href;
}
