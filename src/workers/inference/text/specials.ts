/**
 * Special tokens that somebody types are text: "[SEP]" in a prompt is five letters, not the end of the text. Only the mask has a
 * meaning there, in whichever of the usual spellings.
 */

/** How a prompt marks a word to fill, whatever the tokenizer's own mask is called. */
export const PROMPT_MASK = "[MASK]";

/** How tokenizers of masked language models spell their mask; people type the one that they know. */
const MASKS = /\[MASK\]|<mask>/g;

/** The text with every mask spelled alike. @param mask the spelling */
export const withMask = (text: string, mask: string): string => text.replace(MASKS, () => mask);

/**
 * An encoder for which special tokens are text. They are cut behind their first character, and the parts encoded one by one: no
 * tokenizer finds a special token in a part of it.
 * @param encode text to ids, nothing added around it
 * @param special the tokenizer's special tokens, its mask left out
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
