import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { FileReference } from "../../library/load.ts";
import { sha256Hex } from "../../library/storage/hash.ts";

/**
 * Reads files from this computer, to be stored under a folder's URL.
 * @param contents filled with them, by SHA-256
 * @returns what a worker needs to read them again, by path
 * Throws a LocalFileError, or the signal's reason.
 */
export async function copyFiles(
  files: LocalFiles,
  paths: readonly string[],
  folder: string,
  contents: Map<string, ArrayBuffer>,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (loaded: number, total: number) => void },
): Promise<Record<string, FileReference>> {
  const total = paths.reduce((sum, path) => sum + files.get(path)!.bytes, 0);
  const copied: Record<string, FileReference> = {};
  let loaded = 0;
  for (const path of paths) {
    const content = await files.get(path)!.read();
    signal.throwIfAborted();
    const sha256 = await sha256Hex(content);
    contents.set(sha256, content);
    copied[path] = { url: `${folder}${path}`, sha256, bytes: content.byteLength };
    loaded += content.byteLength;
    onProgress(loaded, total);
  }
  return copied;
}
