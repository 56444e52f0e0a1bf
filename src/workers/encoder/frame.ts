import { addedTokens } from "../inference/text/addedTokens.ts";

/** What a tokenizer adds around every text, and how much of a text an encoder reads. */
export interface Frame {
  before: number[];
  after: number[];
  /** Ids of a text that would have none. */
  empty: number[];
  /** The text's own ids, at most. */
  room: number;
}

/** @param encode ids of a text, with or without what the tokenizer adds @param maxTokens with what it adds */
export function encoderFrame(encode: (text: string, framed: boolean) => number[], maxTokens: number): Frame {
  const { before, after, plain } = addedTokens(encode);
  const room = Math.max(1, maxTokens - before.length - after.length);
  return { before, after, empty: before.length + after.length > 0 ? [] : plain.slice(0, 1), room };
}
