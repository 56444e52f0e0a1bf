/** Reads a library from files that the user has given. */

import type { StartReader } from "../benchmark/benchmarkReader.ts";
import { LocalFileError, ManifestError } from "../errors.ts";
import { idsOf, libraryOf, MANIFEST_FILE, MAX_MANIFEST_BYTES } from "../load.ts";
import { type Manifest, parseJson, parseManifest } from "../manifest/manifest.ts";
import { hashing, sha256Hex } from "../storage/hash.ts";
import { verify } from "../storage/integrity.ts";
import { localFolder } from "../storage/localStore.ts";
import type { AddedLibrary } from "./addedLibraries.ts";
import { MAX_POINTER_BYTES } from "./lfsPointer.ts";
import { filesIn, folderOf, type LocalFiles } from "./localFiles.ts";

const FIX = "Add the whole folder as it was built, or build the library again.";
const KEY_DIGITS = 16;

/** A library in dropped files, checked and ready to be stored. */
export interface ReadLibrary extends AddedLibrary {
  manifest: Manifest;
  /** All files in the manifest, by SHA-256. */
  contents: ReadonlyMap<string, ArrayBuffer>;
}

export interface ReadOptions {
  /** Decodes the benchmark. */
  reader: StartReader;
  signal?: AbortSignal | undefined;
  /** Bytes read and checked so far, and in total. */
  onProgress?: ((loaded: number, total: number) => void) | undefined;
  /** Another `crypto.subtle`, for tests; null: none. */
  subtle?: SubtleCrypto | null | undefined;
}

/**
 * Reads a library from a folder or a zip. Every file is checked against the manifest by length and SHA-256, and the benchmark is
 * read, before anything is stored.
 * @param name the name of the folder or zip in errors Throws a LibraryError that names the place and the reason, or the signal's
 * reason.
 */
export async function readLibrary(given: LocalFiles, name: string, options: ReadOptions): Promise<ReadLibrary> {
  const { signal, onProgress } = options;
  const subtle = hashing(name, options.subtle);
  const top = folderOf(given, MANIFEST_FILE);
  if (top === null) {
    throw new LocalFileError(
      name,
      `${name} holds no ${MANIFEST_FILE}, so it is not a library. Add the folder that holds that file.`,
    );
  }
  const files = filesIn(given, top);
  const written = files.get(MANIFEST_FILE)!;
  if (written.bytes > MAX_MANIFEST_BYTES) {
    throw new ManifestError([
      { place: "text", problem: `is longer than ${MAX_MANIFEST_BYTES} bytes, so it is not a manifest.` },
    ]);
  }
  const text = await written.read();
  const manifest = parseManifest(parseJson(text));

  const contents = new Map<string, ArrayBuffer>();
  const total = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  for (const [path, expected] of Object.entries(manifest.files)) {
    signal?.throwIfAborted();
    const file = files.get(path);
    if (!file) throw new LocalFileError(path, `${path} is missing from ${name}, but its manifest lists it. ${FIX}`);
    // Checked before reading: a huge file in place of a small one must not fill the memory.
    if (file.bytes !== expected.bytes) {
      // A Git LFS pointer in its place fails on reading, with an explanation.
      if (file.bytes < MAX_POINTER_BYTES) await file.read();
      throw new LocalFileError(
        path,
        `${path} has ${file.bytes} bytes, but the manifest says ${expected.bytes}. ${FIX}`,
      );
    }
    const content = await file.read();
    await verify(path, content, expected, { signal, subtle }, FIX);
    contents.set(expected.sha256, content);
    loaded += expected.bytes;
    onProgress?.(loaded, total);
  }

  const content = (path: string) => contents.get(manifest.files[path]!.sha256)!;
  const { prompts, embeddings, embeddingSize, rows } = manifest.benchmark;
  const folder = localFolder((await sha256Hex(text, subtle)).slice(0, KEY_DIGITS));
  const reader = options.reader();
  try {
    // Copies: the reader takes ownership of its input, and these still have to be stored.
    const benchmark = await reader.prompts(content(prompts).slice(0), idsOf(manifest), prompts, { signal });
    libraryOf(folder, manifest, benchmark, true);
    if (embeddings !== undefined) {
      const states = await reader.countStates(content(embeddings).slice(0), embeddingSize!, embeddings, { signal });
      if (states !== rows) {
        throw new LocalFileError(embeddings, `${embeddings} has ${states} states for ${rows} prompts. ${FIX}`);
      }
    }
  } finally {
    reader.end();
  }
  return { folder, manifest, contents };
}
