import type { ModelFacts } from "../../library/hub/maskedModel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { addedTokens } from "../inference/text/addedTokens.ts";
import { visible } from "../inference/text/prompt.ts";
import { textEncoder, withMask } from "../inference/text/specials.ts";
import type { Vocabulary } from "../inference/text/words.ts";

/** The part of a transformers.js tokenizer that is used. */
export interface RawTokenizer {
  /** Spelled as in the tokenizer. */
  all_special_tokens: readonly string[];
  encode(text: string, options: { add_special_tokens: boolean }): number[];
  decode(ids: number[], options: { skip_special_tokens: boolean; clean_up_tokenization_spaces: boolean }): string;
  convert_tokens_to_ids(tokens: string[]): (number | null | undefined)[];
  /** The chat as text, with its special tokens; absent in tokenizers without templates. */
  apply_chat_template?(
    messages: { role: string; content: string }[],
    options: { add_generation_prompt: boolean; tokenize: false },
  ): unknown;
  /** Ids by token. A hole in the vocabulary may appear as an undefined token. */
  get_vocab(): ReadonlyMap<string | undefined, number>;
}

/** Limit on the numbers that a model returns per run, 256 MB: with a large vocabulary it bounds how many tokens are read. */
export const MOST_LOGITS = 2 ** 26;

/**
 * A custom expert's tokenizer in the form that words.ts measures with. The frame is what the tokenizer itself adds around a text;
 * if it adds nothing, its [CLS] and [SEP], however spelled, because masked language models are trained with them.
 * @param size number of words for which the model has logits; ids beyond it are unknown to the model, as tokenizers may list more
 * Throws a TokenizerError when the model does not have the mask.
 */
export function vocabularyOf(tokenizer: RawTokenizer, facts: ModelFacts, size: number): Vocabulary {
  const id = (token: string | null) => {
    const found = token === null ? null : (tokenizer.convert_tokens_to_ids([token])[0] ?? null);
    return found !== null && found < size ? found : null;
  };
  const mask = id(facts.mask);
  if (mask === null) {
    throw new InferenceError(
      "TokenizerError",
      `The tokenizer does not belong to this model: its mask is not among the ${size} words that the model knows. Add the model with its own tokenizer.json.`,
    );
  }
  const unknown = id(facts.unknown);
  const known = (ids: number[]) => ids.filter((token) => token < size);
  const own = addedTokens((text, framed) => tokenizer.encode(text, { add_special_tokens: framed }));
  const added = [id(facts.before), id(facts.after)].map((token) => (token === null ? [] : [token]));
  const frame = own.any ? ([known(own.before), known(own.after)] as const) : ([added[0]!, added[1]!] as const);
  const special = new Set([...tokenizer.all_special_tokens, facts.before, facts.after, facts.unknown]);
  special.delete(facts.mask);
  const encode = textEncoder(
    (text) => tokenizer.encode(text, { add_special_tokens: false }),
    [...special].filter((token) => token !== null),
  );
  const positions = Math.min(facts.positions, Math.floor(MOST_LOGITS / size));
  return {
    tokenize: (text) =>
      // Words with such a token never count, and neither do an unknown token or the mask.
      encode(withMask(text, facts.mask)).map((token) => (token < size ? token : (unknown ?? mask))),
    isBlank: (token) =>
      tokenizer.decode([token], { skip_special_tokens: false, clean_up_tokenization_spaces: false }).trim() === "",
    mask,
    unknown,
    frame,
    room: positions - frame[0].length - frame[1].length,
  };
}

/** Number of rows with this many tokens that a model can read in one run. */
export const rowsAtOnce = (columns: number, size: number): number =>
  Math.max(1, Math.floor(MOST_LOGITS / (columns * size)));

/** Tokens for display; an id without a token, as in padded vocabularies, is shown as its number. */
export function tokenTexts(tokenizer: RawTokenizer): (id: number) => string {
  const known = new Set<number>();
  for (const [token, id] of tokenizer.get_vocab()) if (token !== undefined) known.add(id);
  return (id) =>
    known.has(id)
      ? visible(tokenizer.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false }))
      : `#${id}`;
}

/** Whether two tokenizer.json files split every text the same way: same vocabulary and rules, whatever they add around a text. */
export function sameTokenizer(a: string, b: string): boolean {
  const essence = (written: string) => {
    const { model, normalizer, pre_tokenizer } = JSON.parse(written) as Record<string, unknown>;
    return JSON.stringify([model, normalizer, pre_tokenizer]);
  };
  return a === b || essence(a) === essence(b);
}
