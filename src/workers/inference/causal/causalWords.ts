/**
 * A causal language model measured word by word, to be put beside experts with other tokenizers: Σ −ln p of all tokens of the words
 * that count, each given everything before it, and the characters of these words. The same words as in text/words.ts.
 */
import { lossOf } from "../predict.ts";
import { type Vocabulary, type WordTokens, wordTokens } from "../text/words.ts";
import type { WordLoss } from "../types.ts";
import type { Decoder } from "./decoder.ts";
import { beforeMask } from "./surprisal.ts";

/** The words before the first mask. Without a start token nothing predicts the first word, so that it does not count. */
export function causalWords(text: string, vocabulary: Vocabulary, most?: number): WordTokens {
  const words = wordTokens(beforeMask(text), vocabulary, most);
  if (vocabulary.frame[0].length === 0 && words.usable.length > 0) words.usable[0] = 0;
  return words;
}

/** @param counts by word, 1 for the words that count; words beyond its end are not read */
export async function measureCausalWords(
  decoder: Decoder,
  text: string,
  vocabulary: Vocabulary,
  counts: Uint8Array,
): Promise<WordLoss> {
  const { ids, starts, characters, usable } = causalWords(text, vocabulary, counts.length);
  const logits = await decoder.score(ids);
  const size = logits.length / ids.length;
  let [nats, counted] = [0, 0];
  starts.forEach((start, word) => {
    if (!counts[word] || !usable[word]) return;
    for (let at = start; at < (starts[word + 1] ?? ids.length); at++) {
      nats += lossOf(ids[at]!, logits.subarray((at - 1) * size, at * size));
    }
    counted += characters[word]!;
  });
  return { nats, characters: counted };
}
