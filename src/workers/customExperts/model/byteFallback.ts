/**
 * Unigram tokenizers whose tokenizer.json says `byte_fallback`: a character that no piece holds becomes the tokens of its bytes. The library
 * of tokenizers does this for BPE alone, and would read an unknown token there.
 */

/** The part of the library's Unigram model that is used and replaced. */
interface UnigramModel {
  tokens_to_ids: ReadonlyMap<string, number>;
  /** Pieces of words; a piece that is no token is unknown. */
  encode(words: string[]): string[];
}

/** A tokenizer of transformers.js, with what it keeps of its tokenizer.json. */
interface Holder {
  _tokenizer?: { model: UnigramModel; tokenizer: { model: { vocab?: unknown; byte_fallback?: unknown } } };
}

/** Teaches a tokenizer to fall back to bytes if its file asks for it. */
export function withByteFallback<T>(tokenizer: T): T {
  const { model, tokenizer: file } = (tokenizer as Holder)._tokenizer ?? {};
  // Vocabularies with scores, as lists, are Unigram's.
  if (!model || file?.model.byte_fallback !== true || !Array.isArray(file.model.vocab)) return tokenizer;
  const plain = model.encode.bind(model);
  model.encode = (words) => plain(words).flatMap((piece) => (known(piece) ? [piece] : bytesOf(piece)));
  const known = (token: string) => model.tokens_to_ids.has(token);
  const bytesOf = (piece: string): string[] => {
    const bytes = [...new TextEncoder().encode(piece)].map((byte) => `<0x${hex(byte)}>`);
    return bytes.every(known) ? bytes : [piece];
  };
  return tokenizer;
}

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");
