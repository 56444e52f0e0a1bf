/**
 * Number of weights in an ONNX file: the elements of all initializers that are matrices or vectors and have a floating-point, 8-bit
 * or 4-bit type. Reads only the file's structure (protocol buffers), not the weights. Scales and zero points of compressed weights
 * are left out, and so are scalars; a matrix that is stored twice counts twice. Matrices of few bits are packed into bytes, and counted by
 * what their operator (MatMulNBits) says of them.
 */

/** Fields of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const NODE_INPUT = 1;
const NODE_OPERATOR = 4;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE_NAME = 1;
const ATTRIBUTE_INTEGER = 3;
const TENSOR_DIMS = 1;
const TENSOR_TYPE = 2;
const TENSOR_NAME = 8;
/** float, uint8, int8, float16, double, bfloat16, uint4, int4. */
const WEIGHT_TYPES = new Set([1, 2, 3, 10, 11, 16, 21, 22]);

/** Null when the bytes are not a readable ONNX file, when its dimensions are impossible, and when it contains no weights. */
export function countParameters(file: Uint8Array): number | null {
  try {
    let total = 0;
    let graphs = 0;
    for (const graph of fields(file)) {
      if (graph.number !== MODEL_GRAPH || !graph.bytes) continue;
      graphs++;
      // Nodes come before the weights in a file, but need not.
      const parts = [...fields(graph.bytes)];
      const packed = new Map(
        parts.flatMap(({ number, bytes }) => (number === GRAPH_NODE && bytes ? packedBy(bytes) : [])),
      );
      for (const { number, bytes } of parts) {
        if (number === GRAPH_INITIALIZER && bytes) total += elements(bytes, packed);
      }
    }
    return graphs === 1 && total > 0 && Number.isSafeInteger(total) ? total : null;
  } catch {
    return null;
  }
}

/** By name of a packed tensor: the weights in it. Empty for operators other than MatMulNBits. */
function packedBy(node: Uint8Array): [name: string, weights: number][] {
  const inputs: string[] = [];
  const sizes: Record<string, number> = {};
  let operator = "";
  for (const { number, bytes } of fields(node)) {
    if (!bytes) continue;
    if (number === NODE_INPUT) inputs.push(text(bytes));
    else if (number === NODE_OPERATOR) operator = text(bytes);
    else if (number === NODE_ATTRIBUTE) {
      let name = "";
      let integer = 0;
      for (const attribute of fields(bytes)) {
        if (attribute.number === ATTRIBUTE_NAME && attribute.bytes) name = text(attribute.bytes);
        else if (attribute.number === ATTRIBUTE_INTEGER) integer = attribute.value;
      }
      sizes[name] = integer;
    }
  }
  if (operator !== "MatMulNBits" || !sizes.K || !sizes.N) return [];
  // After the matrix come its scales, zero points and groups.
  return inputs.slice(1).map((name, k) => [name, k === 0 ? sizes.K! * sizes.N! : 0]);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function elements(tensor: Uint8Array, packed: ReadonlyMap<string, number>): number {
  let size = 1;
  let dimensions = 0;
  let type = 0;
  let name = "";
  const dimension = (value: number) => {
    size *= value;
    dimensions++;
  };
  for (const { number, bytes, value } of fields(tensor)) {
    if (number === TENSOR_DIMS && bytes) {
      for (let at = 0; at < bytes.length; ) {
        const [packed, next] = varint(bytes, at);
        dimension(packed);
        at = next;
      }
    } else if (number === TENSOR_DIMS) dimension(value);
    else if (number === TENSOR_TYPE) type = value;
    else if (number === TENSOR_NAME && bytes) name = text(bytes);
  }
  const known = packed.get(name);
  if (known !== undefined) return known;
  return dimensions > 0 && WEIGHT_TYPES.has(type) && !/scale|zero_point/.test(name) ? size : 0;
}

interface Field {
  number: number;
  /** Of a length-delimited field. */
  bytes: Uint8Array | null;
  value: number;
}

function* fields(message: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < message.length) {
    const [tag, afterTag] = varint(message, at);
    const kind = tag % 8;
    const number = Math.floor(tag / 8);
    if (kind === 0) {
      const [value, next] = varint(message, afterTag);
      yield { number, bytes: null, value };
      at = next;
    } else if (kind === 2) {
      const [length, start] = varint(message, afterTag);
      if (start + length > message.length) throw new RangeError("cut short");
      yield { number, bytes: message.subarray(start, start + length), value: 0 };
      at = start + length;
    } else if (kind === 1 || kind === 5) at = afterTag + (kind === 1 ? 8 : 4);
    else throw new RangeError("not a protocol buffer");
  }
}

function varint(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  let scale = 1;
  for (let at = start; at < bytes.length && at < start + 10; at++) {
    value += (bytes[at]! & 127) * scale;
    if (bytes[at]! < 128) return [value, at + 1];
    scale *= 128;
  }
  throw new RangeError("cut short");
}
