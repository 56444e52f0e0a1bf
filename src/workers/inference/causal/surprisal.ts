/**
 * What a causal language model makes of a text, from one plain call. The loss of a token is −ln p given all tokens before it, in nats; the
 * first token has one only if the tokenizer puts a start token in front. A text is read up to its first mask, since a causal
 * model cannot know what follows, or to the end of its room.
 */
import { InferenceError } from "../../../rpc/errors.ts";
import { lossOf } from "../predict.ts";
import { PROMPT_MASK, withMask } from "../text/specials.ts";
import type { OpenCausal } from "./decoder.ts";

export interface TokenLoss {
  id: number;
  /** For display. */
  text: string;
  /** −ln p; null for a first token with nothing before it. */
  nats: number | null;
}

export interface CausalReading {
  tokens: TokenLoss[];
  /** Σ −ln p over the tokens with a loss, and their number. */
  nats: number;
  scored: number;
  /** Unicode code points of the text that was read, white space not counted, and its bytes in UTF-8, white space included. */
  characters: number;
  bytes: number;
  /** Whether the text goes on after what was read. */
  truncated: boolean;
}

/** The text up to its first mask, in any spelling. */
export function beforeMask(text: string): string {
  const written = withMask(text, PROMPT_MASK);
  const at = written.indexOf(PROMPT_MASK);
  return at < 0 ? text : written.slice(0, at).trimEnd();
}

/** Lone surrogates are not characters; replace them, as every encoder does. */
export const readable = (text: string): string => beforeMask(text).replace(/\p{Surrogate}/gu, "\uFFFD");

/** @param text for display of a token; throws an EmptyPromptError when nothing stands before the first mask */
export async function surprisalOf(
  expert: OpenCausal,
  written: string,
  text: (id: number) => string,
): Promise<CausalReading> {
  const shown = readable(written);
  const all = expert.tokenize(shown);
  const body = all.slice(0, expert.room - expert.front.length);
  if (body.length === 0) {
    throw new InferenceError(
      "EmptyPromptError",
      "There is no text before the first mask for a causal expert to read. Type some first.",
    );
  }
  const ids = [...expert.front, ...body];
  const logits = await expert.decoder.score(ids);
  const size = logits.length / ids.length;
  const tokens = body.map((id, k): TokenLoss => {
    const before = expert.front.length + k - 1;
    const nats = before < 0 ? null : lossOf(id, logits.subarray(before * size, (before + 1) * size));
    return { id, text: text(id), nats };
  });
  const scored = tokens.filter(({ nats }) => nats !== null);
  const read = body.length < all.length ? expert.decode(body) : shown;
  return {
    tokens,
    nats: scored.reduce((sum, { nats }) => sum + nats!, 0),
    scored: scored.length,
    characters: [...read.replace(/\s/gu, "")].length,
    bytes: new TextEncoder().encode(read).length,
    truncated: body.length < all.length || shown.length < written.length,
  };
}
