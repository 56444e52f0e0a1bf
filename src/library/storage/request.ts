import { DownloadError, IntegrityError } from "../errors.ts";
import { IdleTimeout } from "./idleTimeout.ts";
import { Received } from "./received.ts";

export interface RequestOptions {
  /** Cancels: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Bytes received so far, and the expected or largest possible number. */
  onProgress?: ((loaded: number, total: number) => void) | undefined;
  /** Whether a web page is expected; otherwise a page in place of the file is refused. */
  page?: boolean | undefined;
  /** An access token for this server; browsers leave it out when the server redirects to another one. */
  token?: string | null | undefined;
  /** What has arrived already: the request goes on from there, and adds to it. */
  received?: Received | undefined;
  /** Another `fetch`, for tests. */
  fetch?: typeof fetch | undefined;
}

/** The last parts of a URL: enough to recognise a file of the library. */
export function fileName(url: string): string {
  const address = url.replace(/[?#].*$/s, "");
  const atHub = /([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(address);
  if (atHub) return `${atHub[1]}/${atHub[2]}`.slice(-120);
  const path = address.split("/");
  return path.slice(-3).join("/").slice(-120) || "The file";
}

/**
 * Downloads a file, and never more than `limit` bytes of it. Throws a DownloadError when it is not available or a web page comes in
 * its place, an IntegrityError when it is longer than `limit`, and the signal's reason when aborted; `options.received` then holds
 * what has arrived.
 */
export async function requestBytes(
  url: string,
  limit: number,
  cache: RequestCache,
  options: RequestOptions = {},
): Promise<ArrayBuffer> {
  const { signal, onProgress, page = false, received = new Received() } = options;
  const file = fileName(url);
  const patience = new IdleTimeout(signal);
  const response = await send(url, file, cache, { ...options, signal: patience.signal }).catch((error) => {
    patience.end();
    signal?.throwIfAborted();
    throw error;
  });
  const reader = response.body?.getReader();
  // A server that knows no ranges sends all of it again.
  if (response.status !== 206) received.clear();
  onProgress?.(received.length, limit);
  try {
    received.expect(promisedLength(response, limit));
    if (!page && isPage(response.headers.get("content-type"))) throw pageInstead(file);
    while (reader) {
      const { done, value } = await reader.read();
      patience.renew();
      signal?.throwIfAborted();
      if (done) break;
      if (!page && received.length === 0 && startsLikePage(value)) throw pageInstead(file);
      if (received.length + value.length > limit) {
        throw new IntegrityError(file, `${file} is longer than the ${limit} bytes expected. ${RELOAD}`);
      }
      received.add(value);
      onProgress?.(received.length, limit);
    }
    return received.whole();
  } catch (error) {
    // The connection is abandoned; it no longer matters whether closing it works.
    reader?.cancel().catch(() => {});
    signal?.throwIfAborted();
    if (error instanceof IntegrityError || error instanceof DownloadError) throw error;
    // The error that browsers throw when a buffer cannot be allocated; broken connections throw other errors.
    if (error instanceof RangeError) {
      throw new DownloadError(
        file,
        `${file} needs more memory than this tab can have. Close other tabs and try again.`,
        {
          cause: error,
        },
      );
    }
    throw new DownloadError(file, `${file} stopped arriving after ${received.length} bytes. ${CHECK_NETWORK}`, {
      cause: error,
    });
  } finally {
    patience.end();
  }
}

export const RELOAD = "Reload the page; if that does not help, upload the manifest and the file together.";
/** What to do about an answer, by its status. */
const NOT_PUBLIC =
  "It is not public: for a model of the Hub, add it under Experts with an access token, or ask whoever publishes it.";
const ADVICE: Readonly<Record<number, string>> = {
  401: NOT_PUBLIC,
  403: NOT_PUBLIC,
  404: "Check that the file was uploaded.",
};
const CHECK_NETWORK = "Check the network connection and try again.";

async function send(url: string, file: string, cache: RequestCache, options: RequestOptions): Promise<Response> {
  const { signal = null, fetch: ask = fetch, token, received } = options;
  const headers: Record<string, string> = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (received && received.length > 0) headers.Range = `bytes=${received.length}-`;
  let response: Response;
  try {
    // The page's policy does not apply in workers, so what is sent to a server is set here.
    response = await ask(url, { signal, cache, headers, credentials: "same-origin", referrerPolicy: "no-referrer" });
  } catch (error) {
    signal?.throwIfAborted();
    throw new DownloadError(file, `${file} could not be fetched. ${CHECK_NETWORK}`, { cause: error });
  }
  if (response.ok) return response;
  response.body?.cancel().catch(() => {});
  const advice = ADVICE[response.status] ?? "Try again later.";
  throw new DownloadError(file, `${file} could not be fetched: the server answered ${response.status}. ${advice}`, {
    status: response.status,
  });
}

/** The length according to the server, if plausible; 0 if unusable. */
function promisedLength({ headers }: Response, limit: number): number {
  const said = Number(headers.get("content-length"));
  return said > 0 ? Math.min(said, limit) : 0;
}

/** No file of a library is a web page, but many hosts answer with one, and with status 200, when a file is missing. */
function isPage(contentType: string | null): boolean {
  return /^text\/html\b/i.test(contentType ?? "");
}

function startsLikePage(bytes: Uint8Array): boolean {
  return /^\s*<(?:!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function pageInstead(file: string): DownloadError {
  return new DownloadError(
    file,
    `${file} is not on the server: it sent a web page instead. Check the address and that the file was uploaded.`,
  );
}
