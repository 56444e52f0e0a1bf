import { StorageError } from "../errors.ts";
import type { Storage } from "../storage/fileCache.ts";
import { type LocalRecord, type LocalStore, unneeded } from "../storage/localStore.ts";

/** In-memory Cache Storage for tests. `full`: every write is refused, as browsers do when the quota is used up. */
export function fakeStorage({ full = false } = {}): Storage & { urls: () => string[] } {
  const entries = new Map<string, Response>();
  const address = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request));
  const cache = {
    match: async (request: RequestInfo | URL) => entries.get(address(request))?.clone(),
    put: async (request: RequestInfo | URL, response: Response) => {
      if (full) throw new DOMException("Quota exceeded.", "QuotaExceededError");
      entries.set(address(request), response);
    },
    delete: async (request: RequestInfo | URL) => entries.delete(address(request)),
    keys: async () => [...entries.keys()].map((url) => new Request(url)),
  };
  return { open: async () => cache as unknown as Cache, urls: () => [...entries.keys()] };
}

/** In-memory storage of the user's additions. `full`: nothing can be stored. */
export function fakeStore({ full = false } = {}): LocalStore & { hashes: () => string[] } {
  const records = new Map<string, LocalRecord>();
  const files = new Map<string, ArrayBuffer>();
  const drop = (gone: LocalRecord | undefined) => {
    for (const sha256 of unneeded(gone, [...records.values()])) files.delete(sha256);
  };
  return {
    records: async (kind) => [...records.values()].filter((record) => record.kind === kind),
    put: async (record, contents) => {
      if (full) throw new StorageError("storage", "This browser has no room left.");
      const before = records.get(record.key);
      records.set(record.key, record);
      drop(before);
      for (const [sha256, content] of contents) {
        files.set(sha256, content instanceof Blob ? await content.arrayBuffer() : content);
      }
    },
    remove: async (key) => {
      const gone = records.get(key);
      records.delete(key);
      drop(gone);
    },
    file: async (sha256) => files.get(sha256) ?? null,
    hashes: () => [...files.keys()],
  };
}
