import { pauses } from "../../core/nextTask.ts";

/** Bytes that are copied at a time. */
const PART = 1 << 22;

/**
 * Contents by name as Blobs: browsers hold large buffers in memory to store them, and Firefox refuses those above 255 MB; Blobs go to
 * disk. To copy a large one takes tens of milliseconds, so the page may answer between two parts of it, which are then put together
 * without being copied.
 */
export async function asBlobs(contents: ReadonlyMap<string, ArrayBuffer | Blob>): Promise<Map<string, Blob>> {
  const pause = pauses();
  const blobs = new Map<string, Blob>();
  for (const [name, content] of contents) {
    const parts: Blob[] = [];
    const bytes = content instanceof Blob ? 0 : content.byteLength;
    for (let at = 0; at < bytes; at += PART) {
      await pause();
      parts.push(new Blob([new Uint8Array(content as ArrayBuffer, at, Math.min(PART, bytes - at))]));
    }
    blobs.set(name, content instanceof Blob ? content : new Blob(parts));
  }
  return blobs;
}
