/**
 * What a folder in the Hugging Face layout says of its model: which weight files it offers, and whether it is a masked language
 * model that this app can run. Nothing large is read for that.
 */
import { ModelError } from "./errors.ts";

/** Forms in which the weights may lie, with what transformers.js appends to the file's name for each. */
export const DTYPES = {
  fp32: "",
  fp16: "_fp16",
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  q4: "_q4",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
} as const;
export type Dtype = keyof typeof DTYPES;

/** One form of the weights. */
export interface Variant {
  dtype: Dtype;
  /** Path of the ONNX file. */
  model: string;
  /** Files that hold weights which the ONNX file only refers to. */
  data: string[];
  /** Bytes of all of them. */
  bytes: number;
}

/** What a browser can hold in one piece, with room to work. */
export const MAX_MODEL_BYTES = 2_000_000_000;

/** The weight files on offer, smallest first. @param files bytes by path */
export function variantsOf(files: ReadonlyMap<string, number>): Variant[] {
  const paths = [...files.keys()];
  const models = paths.filter((path) => /\.onnx$/i.test(path) && path.split("/").length <= 2);
  const usual = models.filter((path) => /(?:^|\/)model(?:_[a-z0-9]+)?\.onnx$/.test(path) && dtypeOf(path) !== null);
  // A single file of another name is taken for what its name says, or for fp32.
  const chosen = usual.length > 0 ? usual : models.slice(0, 1);
  return chosen
    .map((model): Variant => {
      const data = paths.filter((path) => path.startsWith(`${model}_data`) || path === `${model}.data`);
      const bytes = [model, ...data].reduce((sum, path) => sum + files.get(path)!, 0);
      return { dtype: dtypeOf(model) ?? "fp32", model, data, bytes };
    })
    .sort((a, b) => a.bytes - b.bytes);
}

function dtypeOf(path: string): Dtype | null {
  const suffix = /model(_[a-z0-9]+)?\.onnx$/.exec(path)?.[1] ?? "";
  return (Object.keys(DTYPES) as Dtype[]).find((dtype) => DTYPES[dtype] === suffix) ?? null;
}

/** Facts of a masked language model, from its `config.json` and its tokenizer's files; null where they do not say. */
export interface ModelFacts {
  architecture: string;
  layers: number | null;
  hidden: number | null;
  /** Longest sequence that it reads, what is added around the text included. */
  positions: number;
  /** How the tokenizer writes its special tokens. */
  mask: string;
  unknown: string | null;
  before: string | null;
  after: string | null;
}

const MASKED = /For(?:MaskedLM|PreTraining)$/;
/** More than this helps no prompt and costs memory. */
const MOST_POSITIONS = 512;
/** Architectures whose first position is numbered after the padding token. */
const SHIFTED = /roberta|camembert|mpnet|longformer|esm/i;

/**
 * Checks that these files are a masked language model with a mask token.
 * @param config `config.json`; `tokenizer`: `tokenizer.json`; `settings`: `tokenizer_config.json`, null when there is none
 * @param name what errors call the model
 * Throws a ModelError that says what is wrong and what to do.
 */
export function factsOf(config: unknown, tokenizer: unknown, settings: unknown, name: string): ModelFacts {
  const fail = (problem: string) => new ModelError(name, `${name} ${problem}`);
  if (!isRecord(config)) throw fail("has a config.json that is not a JSON object. Add the model's own config.json.");
  if (!isRecord(tokenizer) || !isRecord(tokenizer.model)) {
    throw fail(
      "has a tokenizer.json that is not a tokenizer. Save the tokenizer in the “fast” format and add it again.",
    );
  }
  const architectures = (Array.isArray(config.architectures) ? config.architectures : []).filter(isText);
  const architecture = architectures.find((one) => MASKED.test(one));
  if (architecture === undefined) {
    const [first] = architectures;
    if (first === undefined)
      throw fail("does not name its architecture in config.json: only …ForMaskedLM can fill masks.");
    const causal = /ForCausalLM$|LMHeadModel$|ForConditionalGeneration$/.test(first);
    throw fail(
      `is a ${first}: ${causal ? "it predicts the next word, and cannot fill a masked one" : "it has no head that fills masks"}. ` +
        "Choose a masked language model, one whose architecture ends in ForMaskedLM.",
    );
  }
  const added = (Array.isArray(tokenizer.added_tokens) ? tokenizer.added_tokens : []).filter(isRecord);
  const contents = added.map(({ content }) => content).filter(isText);
  const special = (key: string, usual: readonly string[]): string | null => {
    const stated = isRecord(settings) ? settings[key] : undefined;
    const written = isRecord(stated) ? stated.content : stated;
    if (isText(written) && contents.includes(written)) return written;
    return usual.find((one) => contents.includes(one)) ?? null;
  };
  const mask = special("mask_token", ["[MASK]", "<mask>"]);
  if (mask === null) {
    throw fail("has no mask token in its tokenizer, so no word can be hidden from it. Choose a masked language model.");
  }
  const stated = count(config.max_position_embeddings) ?? MOST_POSITIONS;
  const shift = SHIFTED.test(architecture) ? (count(config.pad_token_id) ?? 1) + 1 : 0;
  const limit = isRecord(settings) ? (count(settings.model_max_length) ?? MOST_POSITIONS) : MOST_POSITIONS;
  return {
    architecture,
    layers: count(config.num_hidden_layers) ?? count(config.n_layers),
    hidden: count(config.hidden_size) ?? count(config.dim),
    positions: Math.min(stated - shift, limit, MOST_POSITIONS),
    mask,
    unknown: special("unk_token", ["[UNK]", "<unk>"]),
    before: special("cls_token", ["[CLS]", "<s>"]),
    after: special("sep_token", ["[SEP]", "</s>"]),
  };
}

function count(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : null;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length < 200;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
