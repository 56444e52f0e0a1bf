/** What makes two prompts the same, and the fold of a prompt: without random numbers, so that every machine has the same folds. */

export const FOLDS = 5;

/** Key of a prompt: lower case, its runs of letters and digits (Unicode) joined by one space. */
export const promptKey = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");

const utf8 = new TextEncoder();

/** FNV-1a, 32 bit, over the text's UTF-8. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Fold of a key, 0 … 4. */
export const foldOf = (key: string): number => fnv1a(key) % FOLDS;
