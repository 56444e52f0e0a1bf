/** Writes ONNX models: the messages of onnx.proto that a graph of plain operators needs. */
// By its default export: it is a CommonJS module, whose names Node and vite do not both find.
import protobuf from "protobufjs/minimal.js";

type Writer = protobuf.Writer;

/** Element types of onnx.proto. */
const TYPES = { float: 1, int32: 6, int64: 7, double: 11 } as const;
export type ElementType = keyof typeof TYPES;

/** Operators are those of this version: scattering with a sum came with 16, sums over given axes with 13 and means with 18. */
const OPSET = 18;
const IR_VERSION = 9;

export interface Tensor {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data: Float32Array | Float64Array | Int32Array | BigInt64Array;
}

export interface Node {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, number | string>>;
}

/** An input or output; a string in its shape names a length that varies. */
export interface Value {
  name: string;
  type: ElementType;
  shape: readonly (number | string)[];
}

/** A message of another model as it stands in its file. */
export type Copied = Uint8Array;

export interface Graph {
  name: string;
  doc: string;
  nodes: readonly (Node | Copied)[];
  tensors: readonly (Tensor | Copied)[];
  inputs: readonly Value[];
  outputs: readonly Value[];
}

/** Versions of the format and of the sets of operators, by domain; that of plain operators is "". */
export interface Versions {
  ir: number;
  opsets: ReadonlyMap<string, number>;
}

export const OWN_VERSIONS: Versions = { ir: IR_VERSION, opsets: new Map([["", OPSET]]) };

/** The model as a file. */
export function onnxModel(graph: Graph, producer: string, { ir, opsets } = OWN_VERSIONS): Uint8Array<ArrayBuffer> {
  const writer = protobuf.Writer.create();
  writer.uint32(8).int64(ir);
  writer.uint32(18).string(producer);
  message(writer, 7, (own) => writeGraph(own, graph));
  for (const [domain, version] of opsets)
    message(writer, 8, (own) => own.uint32(10).string(domain).uint32(16).int64(version));
  const file = writer.finish();
  return new Uint8Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
}

function message(writer: Writer, field: number, write: (own: Writer) => void): void {
  writer.uint32((field << 3) | 2).fork();
  write(writer);
  writer.ldelim();
}

function writeGraph(writer: Writer, { name, doc, nodes, tensors, inputs, outputs }: Graph): void {
  for (const node of nodes) {
    if (node instanceof Uint8Array) writer.uint32(10).bytes(node);
    else message(writer, 1, (own) => writeNode(own, node));
  }
  writer.uint32(18).string(name);
  for (const tensor of tensors) {
    if (tensor instanceof Uint8Array) writer.uint32(42).bytes(tensor);
    else message(writer, 5, (own) => writeTensor(own, tensor));
  }
  writer.uint32(82).string(doc);
  for (const input of inputs) message(writer, 11, (own) => writeValue(own, input));
  for (const output of outputs) message(writer, 12, (own) => writeValue(own, output));
}

function writeNode(writer: Writer, { op, inputs, outputs, attributes }: Node): void {
  for (const input of inputs) writer.uint32(10).string(input);
  for (const output of outputs) writer.uint32(18).string(output);
  writer.uint32(26).string(outputs[0]!);
  writer.uint32(34).string(op);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (own) => {
      own.uint32(10).string(name);
      if (typeof value === "string") own.uint32(34).bytes(new TextEncoder().encode(value)).uint32(160).int32(3);
      else own.uint32(24).int64(value).uint32(160).int32(2);
    });
  }
}

function writeTensor(writer: Writer, { name, type, shape, data }: Tensor): void {
  if (data.length !== shape.reduce((size, length) => size * length, 1))
    throw new RangeError(`${name} has ${data.length} numbers, its shape is ${shape.join(" × ")}.`);
  for (const length of shape) writer.uint32(8).int64(length);
  writer.uint32(16).int32(TYPES[type]);
  writer.uint32(66).string(name);
  // Little-endian, as browsers' typed arrays are on every machine that runs them.
  writer.uint32(74).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue(writer: Writer, { name, type, shape }: Value): void {
  writer.uint32(10).string(name);
  message(writer, 2, (own) =>
    message(own, 1, (tensor) => {
      tensor.uint32(8).int32(TYPES[type]);
      message(tensor, 2, (dimensions) => {
        for (const length of shape)
          message(dimensions, 1, (one) =>
            typeof length === "string" ? one.uint32(18).string(length) : one.uint32(8).int64(length),
          );
      });
    }),
  );
}
