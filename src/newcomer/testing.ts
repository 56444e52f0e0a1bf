/** @file Stand-ins for tests: a tokenizer of words and a model whose logits a function gives. */
import type { Batch } from "../inference/engine.ts";
import type { Fetch } from "../inference/files.ts";
import type { CallContext } from "../inference/serve.ts";
import type { OpenNewcomer } from "./protocol.ts";
import type { Load } from "./transformers.ts";
import type { RawTokenizer } from "./vocabulary.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "[MASK]", "one", "two", "three"];
/** Tokens of the stand-in's vocabulary. */
export const SIZE = WORDS.length;

/** One token a word; what it does not know is [UNK]. */
export const wordTokenizer: RawTokenizer = {
  encode: (text, { add_special_tokens }) => {
    const ids = (text.match(/\[MASK\]|[^\s[\]]+/g) ?? []).map((word) => Math.max(0, WORDS.indexOf(word)));
    return add_special_tokens ? [1, ...ids, 2] : ids;
  },
  decode: ([id]) => WORDS[id!] ?? "",
  convert_tokens_to_ids: (tokens) => tokens.map((token) => (WORDS.includes(token) ? WORDS.indexOf(token) : null)),
};

const file = (name: string) => ({ url: name, bytes: 1, sha256: name.padEnd(64, "0") });

/** An expert with the key and the model file of this name. */
export function expertOf(name: string): OpenNewcomer {
  const model = `${name}.onnx`;
  return {
    key: name,
    files: { "config.json": file("config"), "tokenizer.json": file("tokenizer"), [model]: file(model) },
    model,
    data: [],
    device: "wasm",
    facts: {
      architecture: "BertForMaskedLM",
      layers: 1,
      hidden: 4,
      positions: 16,
      mask: "[MASK]",
      unknown: "[UNK]",
      before: "[CLS]",
      after: "[SEP]",
    },
    tokenizer: file("library"),
  };
}

const TOKENIZER_JSON = JSON.stringify({ model: { vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])) } });

/** Gives every file: a tokenizer, or bytes of no meaning. */
export const filesOf: Fetch = async (url) =>
  new TextEncoder().encode(/tokenizer|library/.test(url) ? TOKENIZER_JSON : "{}").buffer as ArrayBuffer;

export const contextOf = (signal = new AbortController().signal): CallContext => ({ signal, progress: () => {} });

/** @param open gives, for the path of a model, what computes its logits */
export function standInLoad(open: (model: string) => (batch: Batch) => Float32Array): Load {
  return async (_files, model) => {
    const compute = open(model);
    return {
      tokenizer: wordTokenizer,
      model: {
        run: async (batch) => {
          await new Promise((done) => setTimeout(done, 1));
          return { logits: compute(batch) };
        },
        release: async () => {},
      },
    };
  };
}
