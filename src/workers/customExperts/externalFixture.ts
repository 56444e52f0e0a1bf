/** @file For tests: moves the weights of an ONNX file into separate files, as exporters do with large models. */
import { joinBytes } from "../../core/joinBytes.ts";

interface Field {
  number: number;
  /** With its tag. */
  whole: Uint8Array;
  content: Uint8Array;
}

const GRAPH = 7;
const INITIALIZER = 5;
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const EXTERNAL = 1;
/** As exporters do: the runtime needs shapes and similar small tensors in the graph. */
const SMALLEST = 1024;

/** @param locations names of the files; the weights are dealt to them in turn */
export function externalized(model: Uint8Array, locations: readonly string[]) {
  const parts = locations.map((): Uint8Array[] => []);
  const sizes = locations.map(() => 0);
  let next = 0;
  const graphs = fields(model).map((field) => {
    if (field.number !== GRAPH) return field.whole;
    const changed = fields(field.content).map((inner) => {
      const raw =
        inner.number === INITIALIZER ? fields(inner.content).find(({ number }) => number === RAW_DATA) : undefined;
      if (!raw || raw.content.length < SMALLEST) return inner.whole;
      const at = next++ % locations.length;
      const stated = { location: locations[at]!, offset: String(sizes[at]), length: String(raw.content.length) };
      parts[at]!.push(raw.content);
      sizes[at]! += raw.content.length;
      const kept = fields(inner.content).filter(({ number }) => number !== RAW_DATA);
      const entries = Object.entries(stated).map(([key, value]) =>
        framed(EXTERNAL_DATA, joinBytes([framed(1, encoded(key)), framed(2, encoded(value))])),
      );
      const place = Uint8Array.from([...varint(DATA_LOCATION * 8), EXTERNAL]);
      return framed(INITIALIZER, joinBytes([...kept.map(({ whole }) => whole), ...entries, place]));
    });
    return framed(GRAPH, joinBytes(changed));
  });
  return { graph: joinBytes(graphs), data: new Map(locations.map((name, k) => [name, joinBytes(parts[k]!)])) };
}

const encoded = (text: string) => new TextEncoder().encode(text);

const framed = (number: number, content: Uint8Array): Uint8Array =>
  joinBytes([Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function fields(message: Uint8Array): Field[] {
  const found: Field[] = [];
  for (let at = 0; at < message.length; ) {
    const [tag, body] = read(message, at);
    const kind = tag % 8;
    let start = body;
    let end: number;
    if (kind === 2) {
      const [length, from] = read(message, body);
      start = from;
      end = from + length;
    } else end = kind === 0 ? read(message, body)[1] : body + (kind === 1 ? 8 : 4);
    found.push({
      number: Math.floor(tag / 8),
      whole: message.subarray(at, end),
      content: message.subarray(start, end),
    });
    at = end;
  }
  return found;
}

function read(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  let scale = 1;
  let at = start;
  for (; bytes[at]! >= 128; at++) {
    value += (bytes[at]! & 127) * scale;
    scale *= 128;
  }
  return [value + bytes[at]! * scale, at + 1];
}
