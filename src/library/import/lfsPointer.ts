/**
 * Git LFS pointers: a clone contains these in place of large files that Git LFS has not downloaded. They are short texts
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md), found where the user expected weights.
 */

const FIRST_WORDS = "version https://git-lfs.github.com/spec/";
/** The specification's own limit: pointers are shorter. */
export const MAX_POINTER_BYTES = 1_024;

/** Whether these bytes are a pointer instead of the file itself. */
export function isLfsPointer(content: ArrayBuffer): boolean {
  if (content.byteLength < FIRST_WORDS.length || content.byteLength >= MAX_POINTER_BYTES) return false;
  return new TextDecoder().decode(new Uint8Array(content, 0, FIRST_WORDS.length)) === FIRST_WORDS;
}

/** The explanation for a pointer, to follow the file's name. */
export const POINTER_PROBLEM = "is a Git LFS pointer, not the file itself.";
