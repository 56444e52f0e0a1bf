/**
 * Special tokens that a user types are text: "[SEP]" in a prompt is five letters, not the end of the text. Only the mask has a
 * meaning, in any of its usual spellings.
 */

/** How a prompt marks a word to fill, whatever the tokenizer's own mask token is. */
export const PROMPT_MASK = "[MASK]";

/** Mask spellings of masked language models; people type the one they know. */
const MASKS = /\[MASK\]|<mask>/g;

/** The text with all masks spelled the same way. @param mask the spelling */
export const withMask = (text: string, mask: string): string => text.replace(MASKS, () => mask);

/**
 * An encoder that treats special tokens as text. They are cut after their first character and the parts are encoded separately, so
 * that the tokenizer finds no special token in a part.
 * @param encode text to ids, without adding anything around it
 * @param special the tokenizer's special tokens, except its mask
 */
export function textEncoder(
  encode: (text: string) => number[],
  special: readonly string[],
): (text: string) => number[] {
  const longest = special.filter((token) => [...token].length > 1).sort((a, b) => b.length - a.length);
  if (longest.length === 0) return encode;
  const pattern = new RegExp(longest.map((token) => token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|"), "gu");
  return (text) => {
    const ids: number[] = [];
    let from = 0;
    for (const { 0: token, index } of text.matchAll(pattern)) {
      const cut = index + [...token][0]!.length;
      ids.push(...encode(text.slice(from, cut)));
      from = cut;
    }
    return from === 0 ? encode(text) : [...ids, ...encode(text.slice(from))];
  };
}
