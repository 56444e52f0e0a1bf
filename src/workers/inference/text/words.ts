/**
 * Losses that are comparable between experts with different tokenizers: nats per character over the same hidden words.
 *
 * Words are runs of characters without white space; in scripts without spaces, a dictionary's words (segments.ts). A text is cut
 * before the white space in front of each word, and the pieces are tokenised separately, so that no token belongs to two words; the
 * model reads them in sequence. A single word that is longer than the model can read is left out. The words that count are dealt,
 * in a seeded random order, into seven patterns (masking.ts). A pattern's words are hidden together: every token of such a word,
 * except tokens of only white space, is replaced by the mask. Then
 *
 *   loss = Σ over hidden words, Σ over their hidden tokens, of −ln p(token) ⁄ Σ over hidden words of their characters
 *
 * in nats per character (Unicode code points, not counting white space). Every word that counts is hidden exactly once. The caller
 * decides which words count; they must be the same for all compared experts, namely those that every tokenizer reads in full within
 * its limit and without an unknown token, since an unknown token is easy to predict whatever it stands for. A [MASK] of the text
 * itself stays hidden and never counts.
 *
 * Known biases: the number of masks reveals a word's length; the tokens of one word are predicted independently; a tokenizer that
 * folds case or accents has less to predict; and in a script without spaces a tokenizer gets words separately that it would
 * otherwise have read as one piece.
 */
import { type Model, output } from "../engine/engine.ts";
import { lossOf } from "../predict.ts";
import type { WordLoss } from "../types.ts";
import { maskPatterns, repeated } from "./masking.ts";
import { wordsOf } from "./segments.ts";

/** No tokenizer reads more characters than this as one word, so longer ones are not tokenised. */
const LONGEST_WORD = 5_000;

/** The tokenizer functions that the measure needs. */
export interface Vocabulary {
  /** Ids of a piece of text, without adding anything around it; a [MASK] in it becomes the tokenizer's mask. */
  tokenize(text: string): number[];
  /** Whether a token is only white space. */
  isBlank(token: number): boolean;
  mask: number;
  /** The token for unencodable text; null if there is none. */
  unknown: number | null;
  /** Ids before and after every text, such as [CLS] and [SEP]. */
  frame: readonly [before: readonly number[], after: readonly number[]];
  /** Maximum number of text tokens that the model reads at once. */
  room: number;
}

/** The words at the beginning of a text that a tokenizer reads within its limit. */
export interface WordTokens {
  /** The sequence that the model reads, including the special tokens around it. */
  ids: number[];
  /** Positions in `ids` of the tokens of each word that would be hidden. */
  places: number[][];
  /** Position in `ids` of the first token of each word. */
  starts: number[];
  /** Characters of every word. */
  characters: number[];
  /** By word, 1 for one that may count: the model reads it, none of its tokens is unknown, and it has no [MASK]. */
  usable: Uint8Array;
}

/** @param most maximum number of words to read */
export function wordTokens(text: string, vocabulary: Vocabulary, most = Number.POSITIVE_INFINITY): WordTokens {
  const { frame, room, mask, unknown } = vocabulary;
  const ids = [...frame[0]];
  const places: number[][] = [];
  const starts: number[] = [];
  const characters: number[] = [];
  const usable: number[] = [];
  // Lone surrogates are not characters; replace them, as every encoder does.
  for (const { piece, word, attached } of wordsOf(text.replace(/\p{Surrogate}/gu, "\uFFFD"))) {
    if (places.length >= most) break;
    const tokens = word.length > LONGEST_WORD ? null : vocabulary.tokenize(piece);
    // Some tokenizers put a space in front of every piece, even where the text has none.
    if (attached && tokens && tokens.length > 1 && vocabulary.isBlank(tokens[0]!)) tokens.shift();
    const start = ids.length;
    const fits = tokens !== null && tokens.length <= room;
    if (fits && start - frame[0].length + tokens.length > room) break;
    const read = fits ? tokens : [];
    ids.push(...read);
    const hidden = read.flatMap((token, k) => (vocabulary.isBlank(token) ? [] : [start + k]));
    places.push(hidden);
    starts.push(start);
    characters.push([...word].length);
    usable.push(hidden.length > 0 && !read.some((token) => token === mask || token === unknown) ? 1 : 0);
  }
  ids.push(...frame[1]);
  return { ids, places, starts, characters, usable: Uint8Array.from(usable) };
}

/** Any constant will do: it only has to be the same for all experts. */
const SEED = 11;

/**
 * Measures a masked language model on a text.
 * @param counts by word, 1 for the words that count; words beyond its end are not read
 * @param turn executes one model run, for engines that queue runs
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
    // One pattern per run: with a large vocabulary, the predictions for seven at once would fill the memory.
    const masked = [...ids];
    for (const place of hidden) masked[place] = vocabulary.mask;
    const logits = output(await turn(() => model.run(repeated(masked, 1))), "logits");
    const size = logits.length / ids.length;
    for (const place of hidden) nats += lossOf(ids[place]!, logits.subarray(place * size, (place + 1) * size));
  }
  return { nats, characters: words.reduce((sum, word) => sum + characters[word]!, 0) };
}
