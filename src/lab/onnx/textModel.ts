/** A language model in front of the heads: ids of a text's tokens in, the numbers that a head reads out. */
import type { GraphBuilder } from "./builder.ts";
import { OWN_VERSIONS, type Versions } from "./model.ts";
import { type ReadModel, readModel } from "./readModel.ts";

/** How a text becomes the ids that the model reads. */
export interface Reading {
  /** Ids around the text's own. */
  before: number[];
  after: number[];
  /** Ids of a text that would have none. */
  empty: number[];
  /** The text's ids that are read at once, at most. */
  room: number;
  /** Whether a longer text is read in windows; else it is cut. */
  windows: boolean;
  /** Special tokens that are text where they stand in a text: they are cut after their first character. */
  apart: string[];
  /** What `[MASK]` and `<mask>` in a text become; null to leave them. */
  maskToken: string | null;
}

/** What makes the vector from the model's output: its own output for the text, or the states of the text's tokens. */
export type Vector =
  | { kind: "output"; name: string }
  | { kind: "pooled"; pooling: "mean" | "cls" | "max" | "last"; normalise: boolean };

export interface TextModel {
  feature: string;
  /** The ONNX file; it holds its weights. */
  model: Uint8Array;
  tokenizer: Uint8Array;
  reading: Reading;
  vector: Vector;
}

/** The sets of plain operators whose meaning, for what a head needs, is that of the own one. */
const NEWEST_OPSET = 23;

/** What the model reads under one name, int64, [windows, tokens]; 0 stands in for tokens that a shorter window has not. */
export interface TextInputs {
  ids: string;
  mask: string;
}

/**
 * Whether the model can be part of the router's; else it stays a file of its own, which is run first.
 * Null if it is of no use: its weights are in other files.
 */
export function canJoin({ versions: { opsets }, apart, inputs }: ReadModel): boolean | null {
  if (apart === "external" || inputs.some(({ name }) => !Object.hasOwn(FILLINGS, name))) return null;
  const own = opsets.get("") ?? 0;
  return apart === null && own >= OWN_VERSIONS.opsets.get("")! && own <= NEWEST_OPSET;
}

/** The newer of both, by domain. */
export function joinedVersions(a: Versions, b: Versions): Versions {
  const opsets = new Map(a.opsets);
  for (const [domain, version] of b.opsets) opsets.set(domain, Math.max(version, opsets.get(domain) ?? 0));
  return { ir: Math.max(a.ir, b.ir), opsets };
}

/** Values of an encoder's inputs, from ids and mask. */
const FILLINGS: Readonly<Record<string, (graph: GraphBuilder, inputs: TextInputs) => string>> = {
  input_ids: (_, { ids }) => ids,
  attention_mask: (_, { mask }) => mask,
  token_type_ids: (graph, { ids }) => graph.node("Sub", [ids, ids]),
  task_type_ids: (graph, { ids }) => graph.node("Sub", [ids, ids]),
  global_attention_mask: (graph, { ids }) => graph.node("Sub", [ids, ids]),
  position_ids: (graph, { ids }) => {
    const zeros = graph.node("Sub", [ids, ids]);
    const ones = graph.node("Add", [zeros, graph.whole(1)]);
    return graph.node("Sub", [graph.node("CumSum", [ones, graph.whole(1)]), ones]);
  },
};

/** Puts the model into the graph. @returns the name of its output: a row for each window, or states, windows × tokens × columns */
export function join(graph: GraphBuilder, { model, feature, vector }: TextModel, inputs: TextInputs): string {
  const prefix = `${feature}/`;
  const read = readModel(model, prefix);
  for (const { name, type } of read.inputs) {
    const value = FILLINGS[name]!(graph, inputs);
    graph.named(prefix + name, type === INT32 ? graph.cast(value, "int32") : value);
  }
  graph.copy(read);
  return prefix + outputOf(read.outputs, vector);
}

const INT32 = 6;

/** The output that is read: by name, or the one with a state for each token. */
export function outputOf(outputs: readonly string[], vector: Vector): string {
  if (vector.kind === "output") return vector.name;
  const stated = outputs.find((name) => /^(?:last_hidden_state|token_embeddings)$/.test(name));
  return stated ?? outputs.find((name) => name !== "logits") ?? outputs[0]!;
}

/** The text's vector, [columns] in double. @param output as `join` returns it */
export function vectorNodes(graph: GraphBuilder, output: string, vector: Vector): string {
  const states = graph.cast(output, "double");
  if (vector.kind === "output") return graph.node("ReduceMean", [states, graph.whole(0)], { keepdims: 0 });
  // One text, read at once: there is no padding among its tokens.
  const tokens = graph.node("Squeeze", [states, graph.whole(0)]);
  const pooled = pooledNodes(graph, tokens, vector.pooling);
  if (!vector.normalise) return pooled;
  const squares = graph.sum(graph.node("Mul", [pooled, pooled]), 0);
  return graph.node("Div", [pooled, graph.node("Sqrt", [graph.node("Max", [squares, graph.double(1e-300)])])]);
}

function pooledNodes(graph: GraphBuilder, tokens: string, pooling: "mean" | "cls" | "max" | "last"): string {
  if (pooling === "mean") return graph.node("ReduceMean", [tokens, graph.whole(0)], { keepdims: 0 });
  if (pooling === "max") return graph.node("ReduceMax", [tokens, graph.whole(0)], { keepdims: 0 });
  const place = graph.tensor("int64", [], BigInt64Array.of(pooling === "cls" ? 0n : -1n));
  return graph.node("Gather", [tokens, place], { axis: 0 });
}
