/**
 * Losses by which experts of different tokenizers can be compared: nats per character over the same hidden words.
 *
 * Words are runs of characters without white space; in scripts that put none between words, a dictionary's words (segments.ts). A
 * text is cut before the white space in front of each word, and the pieces are tokenised one by one, so that no token belongs to
 * two words; the model reads them side by side. A word that alone is longer than the model reads is left out of the sequence. The
 * words that count are dealt, in a seeded random order, into seven patterns (masking.ts). A pattern's words are hidden together:
 * every token of such a word, except tokens that are white space alone, is replaced by the mask. Then
 *
 *   loss = Σ over hidden words, Σ over their hidden tokens, of −ln p(token) ⁄ Σ over hidden words of their characters
 *
 * in nats per character (Unicode code points, white space not counted). Every word that counts is hidden exactly once. Which words
 * count is the caller's to say, and must be the same for all experts that are compared: those that every tokenizer can read whole
 * within its limit and without an unknown token, as an unknown token is cheap whatever it stands for. A [MASK] of the text itself
 * stays hidden and never counts.
 *
 * What the measure does not level out: the number of masks tells how long a word is; the tokens of one word are predicted apart
 * from each other; a tokenizer that folds case or accents has less to say; and in a script without spaces a tokenizer sees words
 * cut that it would have read as one piece.
 */
import { type Model, output } from "../engine/engine.ts";
import { lossOf } from "../predict.ts";
import type { WordLoss } from "../types.ts";
import { maskPatterns, repeated } from "./masking.ts";
import { wordsOf } from "./segments.ts";

/** No tokenizer reads more characters than this as one word; it is not asked to try. */
const LONGEST_WORD = 5_000;

/** What of a tokenizer the measure needs. */
export interface Vocabulary {
  /** Ids of a piece of text, nothing added around it; a [MASK] in it becomes the tokenizer's mask. */
  tokenize(text: string): number[];
  /** Whether a token is white space alone. */
  isBlank(token: number): boolean;
  mask: number;
  /** The token for what cannot be written otherwise; null when there is none. */
  unknown: number | null;
  /** Ids that stand before and behind every text, such as [CLS] and [SEP]. */
  frame: readonly [before: readonly number[], after: readonly number[]];
  /** Most tokens of text that the model reads at once. */
  room: number;
}

/** The words at the beginning of a text that a tokenizer reads within its limit. */
export interface WordTokens {
  /** The sequence that the model reads, frame included. */
  ids: number[];
  /** Places in `ids` of every word's tokens that would be hidden. */
  places: number[][];
  /** Characters of every word. */
  characters: number[];
  /** By word, 1 for one that may count: the model reads it, none of its tokens is unknown, and it has no [MASK]. */
  usable: Uint8Array;
}

/** @param most words to read at most */
export function wordTokens(text: string, vocabulary: Vocabulary, most = Number.POSITIVE_INFINITY): WordTokens {
  const { frame, room, mask, unknown } = vocabulary;
  const ids = [...frame[0]];
  const places: number[][] = [];
  const characters: number[] = [];
  const usable: number[] = [];
  // Lone surrogates are no characters; like every encoder, replace them.
  for (const { piece, word, attached } of wordsOf(text.replace(/\p{Surrogate}/gu, "\uFFFD"))) {
    if (places.length >= most) break;
    const tokens = word.length > LONGEST_WORD ? null : vocabulary.tokenize(piece);
    // Some tokenizers put a space in front of every piece, where the text has none.
    if (attached && tokens && tokens.length > 1 && vocabulary.isBlank(tokens[0]!)) tokens.shift();
    const start = ids.length;
    const fits = tokens !== null && tokens.length <= room;
    if (fits && start - frame[0].length + tokens.length > room) break;
    const read = fits ? tokens : [];
    ids.push(...read);
    const hidden = read.flatMap((token, k) => (vocabulary.isBlank(token) ? [] : [start + k]));
    places.push(hidden);
    characters.push([...word].length);
    usable.push(hidden.length > 0 && !read.some((token) => token === mask || token === unknown) ? 1 : 0);
  }
  ids.push(...frame[1]);
  return { ids, places, characters, usable: Uint8Array.from(usable) };
}

/** Any constant will do: it only has to be the same for all experts. */
const SEED = 11;

/**
 * Measures a masked language model on a text.
 * @param counts by word, 1 for the words that count; words beyond its end are not read
 * @param turn runs one of the model's runs, for engines that want to be asked
 */
export async function measureWords(
  model: Model,
  text: string,
  vocabulary: Vocabulary,
  counts: Uint8Array,
  turn: <T>(run: () => Promise<T>) => Promise<T> = (run) => run(),
): Promise<WordLoss> {
  const { ids, places, characters } = wordTokens(text, vocabulary, counts.length);
  const words = places.flatMap((_, word) => (counts[word] ? [word] : []));
  let nats = 0;
  for (const pattern of maskPatterns(words.length, SEED)) {
    const hidden = pattern.flatMap((k) => places[words[k]!]!);
    // One pattern a run: the predictions of a large vocabulary for seven at once would fill the memory.
    const masked = [...ids];
    for (const place of hidden) masked[place] = vocabulary.mask;
    const logits = output(await turn(() => model.run(repeated(masked, 1))), "logits");
    const size = logits.length / ids.length;
    for (const place of hidden) nats += lossOf(ids[place]!, logits.subarray(place * size, (place + 1) * size));
  }
  return { nats, characters: words.reduce((sum, word) => sum + characters[word]!, 0) };
}
