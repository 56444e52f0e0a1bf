import { sha256Hex } from "../storage/hash.ts";
import { type Manifest, parseManifest } from "./manifest.ts";

/**
 * Completes a manifest with the length and SHA-256 of each of its files.
 * @param draft the manifest without `files`
 * Throws a ManifestError when the result would be invalid.
 */
export async function sealManifest(
  draft: Record<string, unknown>,
  contents: ReadonlyMap<string, ArrayBuffer>,
): Promise<Manifest> {
  const files: Manifest["files"] = {};
  for (const [path, content] of contents) files[path] = { sha256: await sha256Hex(content), bytes: content.byteLength };
  return parseManifest({ ...draft, files });
}
