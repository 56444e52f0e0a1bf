import { DownloadError, IntegrityError } from "../errors.ts";
import { keepBeginning, type Storage, takeBeginning } from "./fileCache.ts";
import { Received } from "./received.ts";
import { type RequestOptions, requestBytes } from "./request.ts";

/** A file by its address, length in bytes and content. */
interface Wanted {
  url: string;
  bytes: number;
  sha256: string;
}

/**
 * Downloads a file like `requestBytes`. A connection that breaks is taken up where it broke, as long as each attempt brings more; what
 * has arrived when the download fails or is cancelled is kept, and the next download goes on from there. The caller checks the
 * SHA-256: a wrong beginning is used once only.
 */
export async function resumedBytes(
  { url, bytes, sha256 }: Wanted,
  options: RequestOptions,
  storage: Storage | null,
): Promise<ArrayBuffer> {
  const received = begunWith(await takeBeginning(url, sha256, storage), bytes);
  while (true) {
    const before = received.length;
    try {
      return await requestBytes(url, bytes, "default", { ...options, received });
    } catch (error) {
      if (isBroken(error) && received.length === bytes) return received.whole();
      if (isBroken(error) && received.length > before) continue;
      if (!(error instanceof IntegrityError) && received.length > 0 && received.length < bytes) {
        await keepBeginning(url, sha256, received.whole(), storage);
      }
      throw error;
    }
  }
}

function begunWith(beginning: ArrayBuffer | null, bytes: number): Received {
  const received = new Received();
  if (!beginning || beginning.byteLength >= bytes) return received;
  try {
    received.expect(bytes);
  } catch {
    // Not enough memory: the request finds that out, too, and says so.
    return received;
  }
  received.add(new Uint8Array(beginning));
  return received;
}

/** Whether the connection broke. A server that is silent for too long is not asked again. */
const isBroken = (error: unknown): boolean =>
  error instanceof DownloadError && error.status === null && error.cause instanceof TypeError;
