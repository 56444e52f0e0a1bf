import { sha256Hex } from "../storage/hash.ts";
import { type Manifest, parseManifest } from "./manifest.ts";

/**
 * A manifest that is true to its files: with the length and the SHA-256 of each.
 * @param draft all that a manifest says but for `files`
 * Throws a ManifestError when it would not be one.
 */
export async function sealManifest(
  draft: Record<string, unknown>,
  contents: ReadonlyMap<string, ArrayBuffer>,
): Promise<Manifest> {
  const files: Manifest["files"] = {};
  for (const [path, content] of contents) files[path] = { sha256: await sha256Hex(content), bytes: content.byteLength };
  return parseManifest({ ...draft, files });
}
