import type { Storage } from "./kept.ts";

/** Cache Storage in memory, for tests. `full`: every write is refused, as browsers do when the quota is used up. */
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
