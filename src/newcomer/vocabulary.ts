import { PROMPT_MASK, type Vocabulary } from "../inference/words.ts";
import type { ModelFacts } from "../library/maskedModel.ts";

/** The part of a transformers.js tokenizer that is used. */
export interface RawTokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): number[];
  decode(ids: number[], options: { skip_special_tokens: boolean; clean_up_tokenization_spaces: boolean }): string;
  convert_tokens_to_ids(tokens: string[]): (number | null | undefined)[];
}

/**
 * A newcomer's tokenizer as words.ts measures with it. The frame is what the tokenizer itself puts around a text; where it puts
 * nothing, its [CLS] and [SEP], in whatever spelling, as masked language models are trained between them.
 */
export function vocabularyOf(tokenizer: RawTokenizer, facts: ModelFacts): Vocabulary {
  const id = (token: string | null) => (token === null ? null : (tokenizer.convert_tokens_to_ids([token])[0] ?? null));
  const plain = tokenizer.encode("a", { add_special_tokens: false });
  const framed = tokenizer.encode("a", { add_special_tokens: true });
  const at = framed.findIndex((_, start) => plain.every((token, k) => framed[start + k] === token));
  const own: [number[], number[]] =
    at >= 0 && framed.length > plain.length ? [framed.slice(0, at), framed.slice(at + plain.length)] : [[], []];
  const added = [id(facts.before), id(facts.after)].map((token) => (token === null ? [] : [token]));
  const frame = framed.length > plain.length ? own : ([added[0]!, added[1]!] as const);
  return {
    tokenize: (text) => tokenizer.encode(text.replaceAll(PROMPT_MASK, facts.mask), { add_special_tokens: false }),
    isBlank: (token) =>
      tokenizer.decode([token], { skip_special_tokens: false, clean_up_tokenization_spaces: false }).trim() === "",
    mask: id(facts.mask)!,
    unknown: id(facts.unknown),
    frame,
    room: facts.positions - frame[0].length - frame[1].length,
  };
}

/** Whether two tokenizer.json files cut every text alike: the same vocabulary and rules, whatever is put around a text. */
export function sameTokenizer(a: string, b: string): boolean {
  const essence = (written: string) => {
    const { model, normalizer, pre_tokenizer } = JSON.parse(written) as Record<string, unknown>;
    return JSON.stringify([model, normalizer, pre_tokenizer]);
  };
  return a === b || essence(a) === essence(b);
}
