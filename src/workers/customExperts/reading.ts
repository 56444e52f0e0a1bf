/** How an added expert reads a text: cut at its limit, and as fast as it can be. */

import { InferenceError } from "../../rpc/errors.ts";
import { repeated } from "../inference/text/masking.ts";
import type { EncodedPrompt } from "../inference/text/prompt.ts";
import type { Vocabulary } from "../inference/text/words.ts";
import type { Batch } from "../inference/types.ts";

/** As the inference worker times the library's experts. */
const LATENCY_TOKENS = 126;

/**
 * A text as the model reads it: its beginning, or, where masks lie beyond, as much as fits around them.
 * @param fromStart whether it must be the beginning, as places that the user hid are counted from there
 */
export function encode(text: string, { tokenize, frame, room, mask }: Vocabulary, fromStart: boolean): EncodedPrompt {
  const all = tokenize(text);
  const tokens = Math.min(all.length, room);
  if (tokens === 0)
    throw new InferenceError("EmptyPromptError", "There is no text to run an expert on. Type a prompt first.");
  const start = fromStart ? 0 : windowStart(all, room, mask);
  const ids = [...frame[0], ...all.slice(start, start + tokens), ...frame[1]];
  const maskPositions = ids.flatMap((id, position) => (id === mask ? [position] : []));
  return { ids, tokens, truncated: all.length > tokens, maskPositions };
}

/** The first token of the window: 0 unless masks would be cut off. Masks further apart than it is wide: the first ones. */
function windowStart(ids: readonly number[], room: number, mask: number): number {
  const [first, last] = [ids.indexOf(mask), ids.lastIndexOf(mask)];
  if (last < room) return 0;
  const around = Math.max(0, Math.floor((room - (last - first + 1)) / 2));
  return Math.min(Math.max(0, first - around), ids.length - room);
}

/** One prompt of the length that the library's experts are timed with, or the longest that the model reads. */
export function latencyBatch({ frame, room, mask }: Vocabulary): Batch {
  const length = Math.min(room, LATENCY_TOKENS);
  return repeated([...frame[0], ...new Array<number>(length).fill(mask), ...frame[1]], 1);
}
