/** Reads of an ONNX model what it takes to put it into another one: its nodes and tensors, under names of their own. */
import protobuf from "protobufjs/minimal.js";
import { joinBytes } from "../../core/joinBytes.ts";
import type { Copied, Versions } from "./model.ts";

export interface ReadModel {
  versions: Versions;
  nodes: Copied[];
  tensors: Copied[];
  /** With the type of their elements as onnx.proto numbers them. */
  inputs: { name: string; type: number }[];
  outputs: string[];
  /** Why it cannot be part of another model; null if it can. */
  apart: "functions" | "sparse" | "external" | null;
}

/** Field numbers of onnx.proto. */
const MODEL = { ir: 1, graph: 7, opset: 8, functions: 25 };
const GRAPH = { node: 1, tensor: 5, input: 11, output: 12, sparse: 15 };
const NODE = { input: 1, output: 2, name: 3, attribute: 5 };
const ATTRIBUTE = { graph: 6, graphs: 11 };
const TENSOR = { name: 8, external: 13 };
/** Both messages have their name first. */
const VALUE = { name: 1, type: 2 };

/** @param prefix put before every name within the graph. Throws an Error for a file that is not ONNX */
export function readModel(file: Uint8Array, prefix: string): ReadModel {
  const model: ReadModel = {
    versions: { ir: 0, opsets: new Map() },
    nodes: [],
    tensors: [],
    inputs: [],
    outputs: [],
    apart: null,
  };
  const opsets = new Map<string, number>();
  for (const { field, bytes, number } of fieldsOf(file)) {
    if (field === MODEL.ir) model.versions = { ir: number, opsets };
    else if (field === MODEL.functions) model.apart = "functions";
    else if (field === MODEL.opset) {
      const domain = textOf(bytes!, 1);
      opsets.set(domain === "ai.onnx" ? "" : domain, numberOf(bytes!, 2));
    } else if (field === MODEL.graph) readGraph(bytes!, prefix, model);
  }
  const given = new Set(model.tensors.map((tensor) => textOf(tensor, TENSOR.name)));
  // Old files list their weights among the inputs.
  model.inputs = model.inputs.filter(({ name }) => !given.has(prefix + name));
  return model;
}

function readGraph(graph: Uint8Array, prefix: string, model: ReadModel): void {
  for (const { field, bytes } of fieldsOf(graph)) {
    if (field === GRAPH.node) model.nodes.push(renamedNode(bytes!, prefix));
    else if (field === GRAPH.tensor) {
      model.tensors.push(renamed(bytes!, prefix, [TENSOR.name]));
      if (fieldsOf(bytes!).some((one) => one.field === TENSOR.external)) model.apart = "external";
    } else if (field === GRAPH.input) model.inputs.push({ name: nameOf(bytes!), type: elementOf(bytes!) });
    else if (field === GRAPH.output) model.outputs.push(nameOf(bytes!));
    else if (field === GRAPH.sparse) model.apart = "sparse";
  }
}

/** ValueInfo.type.tensor_type.elem_type */
function elementOf(value: Uint8Array): number {
  const type = fieldsOf(value).find(({ field }) => field === VALUE.type)?.bytes;
  const tensor = type && fieldsOf(type).find(({ field }) => field === 1)?.bytes;
  return tensor ? numberOf(tensor, 1) : 0;
}

const renamedNode = (node: Uint8Array, prefix: string): Copied =>
  renamed(node, prefix, [NODE.input, NODE.output, NODE.name], (field, bytes) =>
    field === NODE.attribute ? renamedAttribute(bytes, prefix) : bytes,
  );

/** Graphs within a node, such as a loop's, see the names around them. */
const renamedAttribute = (attribute: Uint8Array, prefix: string): Copied =>
  renamed(attribute, prefix, [], (field, bytes) =>
    field === ATTRIBUTE.graph || field === ATTRIBUTE.graphs
      ? renamed(bytes, prefix, [], (inner, part) => {
          if (inner === GRAPH.node) return renamedNode(part, prefix);
          if (inner === GRAPH.tensor) return renamed(part, prefix, [TENSOR.name]);
          return [GRAPH.input, GRAPH.output, 13].includes(inner) ? renamed(part, prefix, [VALUE.name]) : part;
        })
      : bytes,
  );

/**
 * The message with the prefix before those of its fields that are names; an empty name stays empty: it says that an input is not used.
 * @param change of the other fields that are messages or text
 */
function renamed(
  message: Uint8Array,
  prefix: string,
  names: readonly number[],
  change: (field: number, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes,
): Copied {
  const parts = fieldsOf(message).map(({ field, bytes, whole }) => {
    if (!bytes) return whole;
    const name = names.includes(field) ? new TextDecoder().decode(bytes) : null;
    const writer = protobuf.Writer.create().uint32((field << 3) | 2);
    if (name === null) return writer.bytes(change(field, bytes)).finish();
    return writer.string(name === "" ? "" : prefix + name).finish();
  });
  return joinBytes(parts);
}

interface Field {
  field: number;
  /** The whole field as it stands. */
  whole: Uint8Array;
  /** Its content, of messages, texts and bytes. */
  bytes?: Uint8Array;
  /** Its value, of whole numbers; the lower 32 bits. */
  number: number;
}

function fieldsOf(message: Uint8Array): Field[] {
  const reader = protobuf.Reader.create(message);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const from = reader.pos;
    const tag = reader.uint32();
    const [field, kind] = [tag >>> 3, tag & 7];
    const bytes = kind === 2 ? reader.bytes() : undefined;
    const number = kind === 0 ? reader.uint32() : 0;
    if (kind !== 0 && kind !== 2) reader.skipType(kind);
    const one = { field, whole: message.subarray(from, reader.pos), number };
    fields.push(bytes ? { ...one, bytes } : one);
  }
  return fields;
}

function textOf(message: Uint8Array, wanted: number): string {
  const found = fieldsOf(message).find(({ field }) => field === wanted)?.bytes;
  return found ? new TextDecoder().decode(found) : "";
}

const nameOf = (value: Uint8Array): string => textOf(value, VALUE.name);

const numberOf = (message: Uint8Array, wanted: number): number =>
  fieldsOf(message).find(({ field }) => field === wanted)?.number ?? 0;
