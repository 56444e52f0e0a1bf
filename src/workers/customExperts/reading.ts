/** How an added expert reads a text: truncated at its limit, and timed. */

import { InferenceError } from "../../rpc/errors.ts";
import { repeated } from "../inference/text/masking.ts";
import type { EncodedPrompt } from "../inference/text/prompt.ts";
import type { Vocabulary } from "../inference/text/words.ts";
import type { Batch } from "../inference/types.ts";

/** Same repetitions as the inference worker uses for the library's experts. */
const LATENCY_TOKENS = 126;

/**
 * The part of a text that the model reads: its beginning or, if masks lie beyond that, the part around them.
 * @param fromStart require the beginning, because the positions hidden by the user are counted from there
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

/** The first token of the window: 0 unless masks would be cut off. If the masks do not fit, the first ones are kept. */
function windowStart(ids: readonly number[], room: number, mask: number): number {
  const [first, last] = [ids.indexOf(mask), ids.lastIndexOf(mask)];
  if (last < room) return 0;
  const around = Math.max(0, Math.floor((room - (last - first + 1)) / 2));
  return Math.min(Math.max(0, first - around), ids.length - room);
}

/** One prompt of the length used for timing the library's experts, or the longest that the model reads. */
export function latencyBatch({ frame, room, mask }: Vocabulary): Batch {
  const length = Math.min(room, LATENCY_TOKENS);
  return repeated([...frame[0], ...new Array<number>(length).fill(mask), ...frame[1]], 1);
}
