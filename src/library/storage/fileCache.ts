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

function key(url: string, sha256: string): string {
  const address = new URL(url);
  address.searchParams.set(HASH, sha256);
  address.hash = "";
  return address.href;
}
