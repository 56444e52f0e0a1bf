/**
 * Whether a folder in the Hugging Face layout holds a masked language model that this app can run, judged by `config.json` and the
 * tokenizer files. Nothing large is read for this.
 */

import { isRecord } from "../../core/isRecord.ts";
import { UnsupportedModelError } from "../errors.ts";
import { maskedArchitecture, UNSTATED } from "./architecture.ts";

/** Facts about a language model, from `config.json` and the tokenizer files; null where they do not say. */
export interface ModelFacts {
  architecture: string;
  layers: number | null;
  hidden: number | null;
  /** Longest sequence that it reads, including the special tokens around the text. */
  positions: number;
  /** The text of the tokenizer's special tokens; "" for the mask of a causal model, which has none. */
  mask: string;
  unknown: string | null;
  before: string | null;
  after: string | null;
  /** Only of a causal language model: see causalModel.ts. */
  causal?: CausalFacts | undefined;
}

/** What else is known of a causal language model. */
export interface CausalFacts {
  /** Ids of the tokens that end a text. */
  stops: number[];
  /** Whether its tokenizer has a chat template. */
  chat: boolean;
}

/** A higher limit helps no prompt and costs memory. */
const MOST_POSITIONS = 512;
const MASKS = ["[MASK]", "<mask>"];
/** Architectures, or model types, whose first position is numbered after the padding token. */
const SHIFTED = /roberta|camembert|mpnet|longformer|esm|data2vec|luke|xmod|^ibert/i;

/**
 * Checks that these files are a masked language model with a mask token.
 * @param config `config.json`; `tokenizer`: `tokenizer.json`; `settings`: `tokenizer_config.json`, null when absent
 * @param name the model's name in errors
 * Throws an UnsupportedModelError that says what is wrong and what to do.
 */
export function factsOf(config: unknown, tokenizer: unknown, settings: unknown, name: string): ModelFacts {
  const fail = (problem: string) => new UnsupportedModelError(name, `${name} ${problem}`);
  if (!isRecord(config)) throw fail("has a config.json that is not a JSON object. Add the model's own config.json.");
  if (!isRecord(tokenizer) || !isRecord(tokenizer.model)) {
    throw fail(`has a tokenizer.json that is not a tokenizer. ${savingAdvice(name)}`);
  }
  const architecture = maskedArchitecture(config, name);
  const added = (Array.isArray(tokenizer.added_tokens) ? tokenizer.added_tokens : []).filter(isRecord);
  const contents = added.map(({ content }) => content).filter(isText);
  const special = (key: string, usual: readonly string[]): string | null => {
    const stated = isRecord(settings) ? settings[key] : undefined;
    const written = isRecord(stated) ? stated.content : stated;
    if (isText(written) && contents.includes(written)) return written;
    return usual.find((one) => contents.includes(one)) ?? null;
  };
  const mask = special("mask_token", MASKS);
  if (mask === null) {
    const unlisted = [isRecord(settings) ? settings.mask_token : null, ...MASKS].find(
      (one) => isText(one) && inVocabulary(tokenizer.model as Record<string, unknown>, one),
    );
    throw fail(
      unlisted === undefined
        ? "has no mask token in its tokenizer, so no word can be hidden from it. Choose a masked language model."
        : "has a tokenizer.json without a mask token among its special tokens (added_tokens), although " +
            `“${String(unlisted)}” is in its vocabulary, so a text's own masks would be cut to pieces. ${savingAdvice(name)}`,
    );
  }
  const stated = count(config.max_position_embeddings) ?? MOST_POSITIONS;
  const family = architecture === UNSTATED ? config.model_type : architecture;
  const shift = isText(family) && SHIFTED.test(family) ? (count(config.pad_token_id) ?? 1) + 1 : 0;
  const limit = isRecord(settings) ? (count(settings.model_max_length) ?? MOST_POSITIONS) : MOST_POSITIONS;
  return {
    architecture,
    layers: count(config.num_hidden_layers) ?? count(config.n_layers),
    hidden: count(config.hidden_size) ?? count(config.dim) ?? count(config.emb_dim),
    positions: Math.min(stated - shift, limit, MOST_POSITIONS),
    mask,
    unknown: special("unk_token", ["[UNK]", "<unk>"]),
    before: special("cls_token", ["[CLS]", "<s>"]),
    after: special("sep_token", ["[SEP]", "</s>"]),
  };
}

/**
 * How to make a tokenizer.json from any tokenizer. @param name the model's id, or another name that its tokenizer is saved under
 */
export function savingAdvice(name: string): string {
  return `Save it in Python: AutoTokenizer.from_pretrained("${name}").save_pretrained("folder"), and add that folder with config.json and the ONNX file in it.`;
}

/** Whether a tokenizer model's vocabulary contains this word. Vocabularies are records by word, or lists of words with scores. */
function inVocabulary({ vocab }: Record<string, unknown>, word: string): boolean {
  if (Array.isArray(vocab)) return vocab.some((one) => Array.isArray(one) && one[0] === word);
  return isRecord(vocab) && Object.hasOwn(vocab, word);
}

export function count(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : null;
}

export const isText = (value: unknown): value is string => typeof value === "string" && value.length < 200;
