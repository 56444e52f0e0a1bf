/** What a tokenizer puts around every text by itself. */
export interface AddedTokens {
  before: number[];
  after: number[];
  /** Whether it adds any, wherever they stand. */
  any: boolean;
  /** Ids of the text that was tried. */
  plain: number[];
}

/**
 * Finds it by a text with and without. A tokenizer that changes the text's own ids when it adds some has no tokens before and after.
 * @param encode ids of a text, with or without what the tokenizer adds
 */
export function addedTokens(encode: (text: string, framed: boolean) => number[]): AddedTokens {
  const plain = encode("a", false);
  const framed = encode("a", true);
  const any = framed.length > plain.length;
  const at = framed.findIndex((_, start) => plain.every((token, k) => framed[start + k] === token));
  if (at < 0) return { before: [], after: [], any, plain };
  return { before: framed.slice(0, at), after: framed.slice(at + plain.length), any, plain };
}
