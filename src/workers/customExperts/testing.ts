/** @file Fakes for tests: a word tokenizer, and a model whose logits come from a function. */

import type { CallContext } from "../../rpc/serve.ts";
import type { Fetch } from "../inference/files.ts";
import type { Batch } from "../inference/types.ts";
import type { Graph } from "./model/graph.ts";
import type { Loader } from "./model/transformers.ts";
import type { Device, OpenCustomExpert } from "./protocol.ts";
import type { RawTokenizer } from "./vocabulary.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "[MASK]", "one", "two", "three"];
/** Tokens of the fake vocabulary. */
export const SIZE = WORDS.length;

/** One token per word; unknown words become [UNK]. */
export const wordTokenizer: RawTokenizer = {
  all_special_tokens: WORDS.slice(0, 4),
  get_vocab: () => new Map(WORDS.map((word, id) => [word, id])),
  encode: (text, { add_special_tokens }) => {
    const ids = (text.match(/\[MASK\]|[^\s[\]]+/g) ?? []).map((word) => Math.max(0, WORDS.indexOf(word)));
    return add_special_tokens ? [1, ...ids, 2] : ids;
  },
  decode: ([id]) => WORDS[id!] ?? "",
  convert_tokens_to_ids: (tokens) => tokens.map((token) => (WORDS.includes(token) ? WORDS.indexOf(token) : null)),
};

const file = (name: string) => ({ url: name, bytes: 1, sha256: name.padEnd(64, "0") });

/** An expert with this name as key and model file. */
export function expertOf(name: string): OpenCustomExpert {
  const model = `${name}.onnx`;
  return {
    key: name,
    files: { "config.json": file("config"), "tokenizer.json": file("tokenizer"), [model]: file(model) },
    model,
    data: [],
    device: "wasm",
    rounded: false,
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

/** Provides every file: a tokenizer, or arbitrary bytes. */
export const filesOf: Fetch = async (url) =>
  new TextEncoder().encode(/tokenizer|library/.test(url) ? TOKENIZER_JSON : "{}").buffer as ArrayBuffer;

export const contextOf = (signal = new AbortController().signal): CallContext => ({ signal, progress: () => {} });

const input = (name: string) => ({ name, type: "int64", shape: ["texts", "tokens"] as (string | number)[] });

/** A graph with these logits. @param changes differences from other graphs */
export function graphOf(compute: (batch: Batch) => Float32Array, changes: Partial<Graph> = {}): Graph {
  return {
    inputs: ["input_ids", "attention_mask"].map(input),
    run: async ({ input_ids: ids }) => {
      await new Promise((done) => setTimeout(done, 1));
      const [rows, columns] = ids!.dims as [number, number];
      const logits = compute({ rows, columns, ids: BigInt64Array.from(ids!.data, BigInt) });
      return { logits: { dims: [rows, columns, logits.length / (rows * columns)], read: () => logits } };
    },
    release: async () => {},
    ...changes,
  };
}

/** @param open returns a graph for a model's path and a device */
export const standInLoader = (open: (model: string, device: Device) => Graph): Loader => ({
  tokenizer: async () => wordTokenizer,
  graph: async ({ model }, device) => open(model, device),
});
