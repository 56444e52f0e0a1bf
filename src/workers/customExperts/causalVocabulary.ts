/** A causal expert's tokenizer in the forms that reading, measuring and continuing need. */
import type { ModelFacts } from "../../library/hub/maskedModel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { Decoder, OpenCausal } from "../inference/causal/decoder.ts";
import { addedTokens } from "../inference/text/addedTokens.ts";
import { PROMPT_MASK, textEncoder, withMask } from "../inference/text/specials.ts";
import type { Vocabulary } from "../inference/text/words.ts";
import { MOST_LOGITS, type RawTokenizer } from "./vocabulary.ts";

/**
 * The front is what the tokenizer puts before a text by itself, else the start token that its settings ask for; never both.
 * @param size number of words for which the model has logits
 * Throws a TokenizerError when the tokenizer has tokens beyond them.
 */
export function openCausal(
  tokenizer: RawTokenizer,
  facts: ModelFacts,
  size: number,
  decoder: Decoder,
): { causal: OpenCausal; vocabulary: Vocabulary } {
  const { before } = addedTokens((text, framed) => tokenizer.encode(text, { add_special_tokens: framed }));
  const start = facts.before === null ? null : (tokenizer.convert_tokens_to_ids([facts.before])[0] ?? null);
  const front = before.length > 0 ? before : start === null ? [] : [start];
  const special = [...new Set([...tokenizer.all_special_tokens, facts.before, facts.unknown])];
  const encode = textEncoder(
    (text) => checked(tokenizer.encode(text, { add_special_tokens: false }), size),
    special.filter((token) => token !== null),
  );
  const plainly = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
  const room = Math.min(facts.positions, Math.floor(MOST_LOGITS / size));
  const stops = new Set(facts.causal?.stops ?? []);
  // A token that no text contains: what stands where a text has a mask.
  const mask = facts.causal?.stops[0] ?? front[0] ?? 0;
  const rendered = tokenizer.apply_chat_template;
  const chat =
    facts.causal?.chat && rendered
      ? (content: string) => {
          const written = rendered.call(tokenizer, [{ role: "user", content }], {
            add_generation_prompt: true,
            tokenize: false,
          });
          // The template writes the special tokens, its start token included.
          return checked(tokenizer.encode(String(written), { add_special_tokens: false }), size);
        }
      : null;
  return {
    causal: {
      decoder,
      front,
      tokenize: encode,
      chat,
      decode: (ids) => tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
      stops,
      room,
    },
    vocabulary: {
      tokenize: (piece) => (withMask(piece, PROMPT_MASK).includes(PROMPT_MASK) ? [mask] : encode(piece)),
      isBlank: (token) => tokenizer.decode([token], plainly).trim() === "",
      mask,
      unknown: null,
      frame: [front, []],
      room: room - front.length,
    },
  };
}

function checked(ids: number[], size: number): number[] {
  const strange = ids.find((id) => id >= size);
  if (strange === undefined) return ids;
  throw new InferenceError(
    "TokenizerError",
    `The tokenizer does not belong to this model: it has a token ${strange}, and the model knows ${size}. Add the model with its own tokenizer.json.`,
  );
}
