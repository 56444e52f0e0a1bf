/**
 * Plain data with typed arrays as two parts: JSON in which each array is named, and the arrays in the safetensors format (a JSON header
 * of types, shapes and places, then the numbers). Nothing is rounded.
 */
import { LabError } from "../fit/labTable.ts";

export interface Packed {
  /** In place of each typed array `{ "array": name }`. */
  json: unknown;
  arrays: Uint8Array<ArrayBuffer>;
}

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
const ALIGN = 8;
const LENGTH_BYTES = 8;
const MOST_HEADER = 10_000_000;

/** @param value of plain objects, lists, strings, finite numbers, booleans, null and typed arrays */
export function pack(value: unknown): Packed {
  const arrays = new Map<string, TypedArray>();
  const json = named(value, "", arrays);
  return { json, arrays: safetensors(arrays) };
}

/** Throws a LabError for arrays that are missing or damaged. */
export function unpack({ json, arrays }: Packed): unknown {
  return restored(json, readSafetensors(arrays));
}

function named(value: unknown, path: string, arrays: Map<string, TypedArray>): unknown {
  if (ArrayBuffer.isView(value)) {
    arrays.set(path, value as TypedArray);
    return { array: path };
  }
  const below = (key: string | number) => (path === "" ? `${key}` : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((one, i) => named(one, below(i), arrays));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, below(key), arrays)]));
}

function restored(value: unknown, arrays: ReadonlyMap<string, TypedArray>): unknown {
  if (Array.isArray(value)) return value.map((one) => restored(one, arrays));
  if (typeof value !== "object" || value === null) return value;
  const { array } = value as { array?: unknown };
  if (typeof array === "string") {
    const found = arrays.get(array);
    if (!found) throw new LabError(`The router's numbers “${array}” are missing.`);
    return found;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, restored(one, arrays)]));
}

function safetensors(arrays: ReadonlyMap<string, TypedArray>): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  let size = 0;
  // The widest numbers first, so that every array begins at a multiple of its width.
  const order = [...arrays].sort(([, a], [, b]) => b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT);
  for (const [name, array] of order) {
    header[name] = { dtype: typeOf(array), shape: [array.length], data_offsets: [size, size + array.byteLength] };
    size += array.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces, as the format asks.
  const room = Math.ceil(text.length / ALIGN) * ALIGN;
  const bytes = new Uint8Array(LENGTH_BYTES + room + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(room), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + room).set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + room;
  for (const [, array] of order) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

function typeOf(array: TypedArray): string {
  return Object.entries(TYPES).find(([, Type]) => array instanceof Type)![0];
}

function readSafetensors(bytes: Uint8Array): Map<string, TypedArray> {
  const fail = () => new LabError("The file of the router's numbers is damaged. Download the router again.");
  if (bytes.length < LENGTH_BYTES) throw fail();
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > Math.min(MOST_HEADER, bytes.length - LENGTH_BYTES)) throw fail();
  const start = LENGTH_BYTES + length;
  try {
    const header: Record<string, { dtype: keyof typeof TYPES; data_offsets: [number, number] }> = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, start)),
    );
    return new Map(
      Object.entries(header)
        .filter(([name]) => name !== "__metadata__")
        .map(
          ([
            name,
            {
              dtype,
              data_offsets: [from, to],
            },
          ]) => {
            if (!(Object.hasOwn(TYPES, dtype) && 0 <= from && from <= to && start + to <= bytes.length)) throw fail();
            return [name, new TYPES[dtype](bytes.slice(start + from, start + to).buffer)] as const;
          },
        ),
    );
  } catch {
    throw fail();
  }
}
