/** Continues a text with a causal language model, token by token. */
import { nextTask } from "../../../core/nextTask.ts";
import { mulberry32 } from "../../../core/stats/random.ts";
import { InferenceError } from "../../../rpc/errors.ts";
import type { CallContext } from "../../../rpc/serve.ts";
import { logSumExp } from "../predict.ts";
import type { OpenCausal } from "./decoder.ts";
import { readable } from "./surprisal.ts";

export interface ContinueRequest<E> {
  expert: E;
  text: string;
  /** Whether the text is what a user says in a chat, and the continuation the answer. */
  chat: boolean;
  /** 0 takes the most probable token each time; else the logits are divided by it, and a token is drawn. */
  temperature: number;
  /** Of the draws: the same seed gives the same continuation. */
  seed: number;
  /** Most tokens to add. */
  most: number;
}

export interface Continuation {
  /** Ids of what was added. */
  ids: number[];
  text: string;
  /** The model ended the text, or it grew as long as asked for or as it can read. */
  ended: "stop" | "length";
  milliseconds: number;
}

/**
 * @param context `progress` gets the text so far with every token
 * Throws an EmptyPromptError, a ModelError, or the signal's reason.
 */
export async function continueText(
  expert: OpenCausal,
  { text, chat, temperature, seed, most }: Omit<ContinueRequest<unknown>, "expert">,
  { signal, progress }: CallContext,
): Promise<Continuation> {
  const prompt = promptIds(expert, readable(text), chat);
  if (prompt.length === 0)
    throw new InferenceError("EmptyPromptError", "There is no text to continue. Type some first.");
  const random = mulberry32(seed);
  const begun = performance.now();
  const next = expert.decoder.begin();
  const ids: number[] = [];
  const done = (ended: Continuation["ended"]): Continuation => ({
    ids,
    // A model may end the text at once, and tokenizers refuse to decode nothing.
    text: ids.length === 0 ? "" : expert.decode(ids),
    ended,
    milliseconds: performance.now() - begun,
  });
  const end = Math.min(most, expert.room - prompt.length);
  let read = prompt;
  while (ids.length < end) {
    // A run on WASM does not let messages in, so that a cancellation would wait for the end.
    await nextTask();
    signal.throwIfAborted();
    const id = chosen(await next(read), temperature, random);
    if (expert.stops.has(id)) return done("stop");
    ids.push(id);
    read = [id];
    // A character may take several tokens; half of one is not shown.
    progress({ loaded: ids.length, total: most, text: expert.decode(ids).replace(/\uFFFD+$/, "") });
  }
  return done("length");
}

/** The end of a long text is kept, with room for as many tokens again. */
function promptIds({ front, tokenize, chat: template, room }: OpenCausal, text: string, chat: boolean): number[] {
  if (chat && template) return template(text).slice(-(room - 1));
  const body = tokenize(text);
  return body.length === 0 ? [] : [...front, ...body.slice(-Math.floor((room - front.length) * 0.75))];
}

/** The most probable token, the lower id of two alike; or one drawn with the probabilities of logits ÷ temperature. */
function chosen(logits: Float32Array, temperature: number, random: () => number): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  // Throws for logits that are not numbers.
  logSumExp(logits);
  if (temperature <= 0) return best;
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - logits[best]!) / temperature));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let id = 0; id < weights.length; id++) {
    left -= weights[id]!;
    if (left < 0) return id;
  }
  return best;
}
