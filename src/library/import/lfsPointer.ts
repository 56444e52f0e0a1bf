/**
 * Pointers of Git LFS: what a clone holds in place of large files as long as Git LFS has not fetched them. They are short texts
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md), and were found where people expected weights.
 */

const FIRST_WORDS = "version https://git-lfs.github.com/spec/";
/** The specification's own bound: a pointer is shorter. */
export const MAX_POINTER_BYTES = 1_024;

/** Whether these bytes are a pointer, and not the file itself. */
export function isLfsPointer(content: ArrayBuffer): boolean {
  if (content.byteLength < FIRST_WORDS.length || content.byteLength >= MAX_POINTER_BYTES) return false;
  return new TextDecoder().decode(new Uint8Array(content, 0, FIRST_WORDS.length)) === FIRST_WORDS;
}

/** What is wrong with a pointer, behind the file's name. */
export const POINTER_PROBLEM = "is a Git LFS pointer, not the file itself.";
