/**
 * A small text encoder in the Hub's layout, made from a seed, for tests: BERT's inputs, states of all tokens, WordPiece with the padding
 * and cutting in its tokenizer.json that must not reach a batch of one, pooling as sentence-transformers writes it down.
 */
import { mulberry32 } from "../../core/stats/random.ts";
import { GraphBuilder } from "../../lab/onnx/builder.ts";
import { OWN_VERSIONS, onnxModel } from "../../lab/onnx/model.ts";

const COLUMNS = 16;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const WORDS = "the of and a what is for in to answer river mountain city sum law".split(" ");
const VOCABULARY = [
  ...SPECIAL,
  ..."?!.,:;(){}[]<>=_'\"-",
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...WORDS,
];

/** Files by path. @param opset of its operators; those of old ones cannot be in one graph with a router's */
export function tinyEncoder(opset = 18): Map<string, Uint8Array<ArrayBuffer>> {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ["config.json", json({ model_type: "bert", hidden_size: COLUMNS, max_position_embeddings: 32 })],
    ["tokenizer.json", json(tokenizer())],
    ["tokenizer_config.json", json({ tokenizer_class: "BertTokenizer", model_max_length: 32 })],
    ["sentence_bert_config.json", json({ max_seq_length: 24 })],
    ["modules.json", json(["Transformer", "Pooling", "Normalize"].map(module))],
    ["1_Pooling/config.json", json({ word_embedding_dimension: COLUMNS, pooling_mode_mean_tokens: true })],
    ["onnx/model.onnx", graph(opset)],
  ]);
}

const module = (type: string, idx: number) => ({
  idx,
  name: `${idx}`,
  path: ["", "1_Pooling", "2_Normalize"][idx],
  type: `sentence_transformers.models.${type}`,
});

/** Each token's embedding, with a little of the mean over all tokens that count, through two layers. */
function graph(opset: number): Uint8Array<ArrayBuffer> {
  const random = mulberry32(3);
  const draw = (rows: number, columns: number) => Float32Array.from({ length: rows * columns }, () => 2 * random() - 1);
  const own = new GraphBuilder();
  for (const name of ["input_ids", "attention_mask", "token_type_ids"]) own.input(name, "int64", ["batch", "tokens"]);
  const table = (rows: number, columns: number) => own.tensor("float", [rows, columns], draw(rows, columns));
  const words = own.node("Gather", [table(VOCABULARY.length, COLUMNS), "input_ids"], { axis: 0 });
  const types = own.node("Gather", [table(2, COLUMNS), "token_type_ids"], { axis: 0 });
  const tokens = own.node("Add", [words, types]);
  const counts = own.cast(own.node("Unsqueeze", ["attention_mask", own.whole(2)]), "float");
  const sum = own.node("ReduceSum", [own.node("Mul", [tokens, counts]), own.whole(1)], { keepdims: 1 });
  const mean = own.node("Div", [sum, own.node("ReduceSum", [counts, own.whole(1)], { keepdims: 1 })]);
  const mixed = own.node("Add", [tokens, mean]);
  const hidden = own.node("Tanh", [own.node("MatMul", [mixed, table(COLUMNS, COLUMNS)])]);
  const states = own.node("MatMul", [hidden, table(COLUMNS, COLUMNS)]);
  const finished = own.finish("encoder", "made for tests", states, COLUMNS);
  own.named("last_hidden_state", states);
  const outputs = [{ name: "last_hidden_state", type: "float", shape: ["batch", "tokens", COLUMNS] }] as const;
  const versions = { ...OWN_VERSIONS, opsets: new Map([["", opset]]) };
  return onnxModel({ ...finished, outputs }, "a test", versions);
}

function tokenizer() {
  const added = SPECIAL.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const special = (content: string) => ({ SpecialToken: { id: content, type_id: 0 } });
  const sequence = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const one = [special("[CLS]"), sequence("A", 0), special("[SEP]")];
  const known = (content: string) => [content, { id: content, ids: [SPECIAL.indexOf(content)], tokens: [content] }];
  return {
    version: "1.0",
    truncation: { direction: "Right", max_length: 12, strategy: "LongestFirst", stride: 0 },
    padding: {
      strategy: { Fixed: 12 },
      direction: "Right",
      pad_to_multiple_of: null,
      pad_id: 0,
      pad_type_id: 0,
      pad_token: "[PAD]",
    },
    added_tokens: added,
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: one,
      pair: [...one, sequence("B", 1), special("[SEP]")],
      special_tokens: Object.fromEntries(["[CLS]", "[SEP]"].map(known)),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])),
    },
  };
}
