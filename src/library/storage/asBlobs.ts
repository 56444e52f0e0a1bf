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
    if (content instanceof Blob) {
      blobs.set(name, content);
      continue;
    }
    const parts: Blob[] = [];
    for (let at = 0; at < content.byteLength; at += PART) {
      await pause();
      parts.push(new Blob([new Uint8Array(content, at, Math.min(PART, content.byteLength - at))]));
    }
    blobs.set(name, new Blob(parts));
  }
  return blobs;
}
