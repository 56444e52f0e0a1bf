/**
 * Decodes the pages of one flat Parquet column, plain or with a dictionary, format versions 1 and 2. Every length in a page is
 * checked against the footer before memory is allocated for it. Throws plain errors; columns.ts adds the file's name.
 */
import { type CompressionCodec, type PageHeader, type SchemaElement, snappyUncompress } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { readRuns } from "./runs.ts";

/** Numbers, text, or fixed-length bytes. */
export type Cell = number | string | Uint8Array | null;

/** Larger page headers have no use, and parsing them could take long. */
const MAX_HEADER_BYTES = 1 << 14;

const decoder = new TextDecoder();

export interface ColumnChunk {
  /** The chunk's pages, dictionary first. */
  bytes: Uint8Array;
  element: SchemaElement;
  codec: CompressionCodec;
  /** Number of values, nulls included. */
  rows: number;
  /** Total uncompressed size of all pages, as the footer claims. */
  unpackedBytes: number;
}

/** All values of a column chunk; null marks missing values. */
export function decodeChunk(chunk: ColumnChunk): Cell[] {
  const cells: Cell[] = [];
  eachPage(chunk, (count, values, marks) => {
    let used = 0;
    for (let k = 0; k < count; k++) cells.push(marks && marks[k] === 0 ? null : values[used++]!);
  });
  return cells;
}

/** All numbers of a chunk of a number column; NaN marks missing values. Far less work than `decodeChunk`. */
export function decodeNumbers(chunk: ColumnChunk): Float64Array {
  const numbers = new Float64Array(chunk.rows).fill(Number.NaN);
  let row = 0;
  eachPage(chunk, (count, values, marks) => {
    if (!(values instanceof Float64Array)) throw new Error(`type ${chunk.element.type}`);
    if (marks) {
      let used = 0;
      for (let k = 0; k < count; k++) if (marks[k] !== 0) numbers[row + k] = values[used++]!;
    } else numbers.set(values, row);
    row += count;
  });
  return numbers;
}

/** The known values of a page; numbers are always in a typed array. */
type Values = Float64Array | Exclude<Cell, number>[];

/** @param take gets each page: its number of rows, its known values, and a mark by row, 0 for missing; null: all are known */
function eachPage(
  { bytes, element, codec, rows, unpackedBytes }: ColumnChunk,
  take: (count: number, values: Values, marks: Uint32Array | null) => void,
): void {
  let dictionary: Values | null = null;
  let budget = unpackedBytes;
  let at = 0;
  let seen = 0;
  while (seen < rows) {
    const [header, start] = pageHeader(bytes, at);
    const size = header.compressed_page_size;
    const unpackedSize = header.uncompressed_page_size;
    at = start + size;
    budget -= unpackedSize;
    if (!(size >= 0 && unpackedSize >= 0 && at <= bytes.length && budget >= 0)) throw new RangeError("page too long");
    const page = bytes.subarray(start, at);
    if (header.dictionary_page_header) {
      dictionary = plainValues(unpack(page, codec, unpackedSize), element, header.dictionary_page_header.num_values);
      continue;
    }
    const { count, encoding, levels, body } = dataPage(page, header, element, codec);
    if (!(count >= 0 && seen + count <= rows)) throw new RangeError("too many values");
    const marks = levels && readRuns(levels, 1, count);
    const known = marks ? marks.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0) : count;
    take(count, pageValues(body, encoding, known, element, dictionary), marks);
    seen += count;
  }
}

function pageHeader(bytes: Uint8Array, at: number): [PageHeader, number] {
  const length = Math.min(bytes.length - at, MAX_HEADER_BYTES);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + at, length), offset: 0 };
  return [parquetHeader(reader), at + reader.offset];
}

interface DataPage {
  count: number;
  encoding: string;
  /** Runs that mark the known values; null in a column without nulls. */
  levels: Uint8Array | null;
  body: Uint8Array;
}

function dataPage(page: Uint8Array, header: PageHeader, element: SchemaElement, codec: CompressionCodec): DataPage {
  const optional = element.repetition_type === "OPTIONAL";
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size } = header;
  if (first) {
    const { num_values: count, encoding } = first;
    const body = unpack(page, codec, size);
    if (!optional) return { count, encoding, levels: null, body };
    const length = viewOf(body).getUint32(0, true);
    return { count, encoding, levels: body.subarray(4, 4 + length), body: body.subarray(4 + length) };
  }
  if (!second) throw new Error("unknown kind of page");
  const { num_values: count, encoding, definition_levels_byte_length: length } = second;
  if (!(length >= 0 && length <= size) || second.repetition_levels_byte_length !== 0)
    throw new RangeError("bad levels");
  const rest = page.subarray(length);
  const body = second.is_compressed === false ? rest : unpack(rest, codec, size - length);
  return { count, encoding, levels: optional ? page.subarray(0, length) : null, body };
}

function unpack(bytes: Uint8Array, codec: CompressionCodec, size: number): Uint8Array {
  if (codec === "UNCOMPRESSED") return bytes;
  const unpacked = new Uint8Array(size);
  snappyUncompress(bytes, unpacked);
  return unpacked;
}

function pageValues(
  body: Uint8Array,
  encoding: string,
  count: number,
  element: SchemaElement,
  dictionary: Values | null,
): Values {
  if (encoding === "PLAIN") return plainValues(body, element, count);
  if (!encoding.endsWith("_DICTIONARY") || !dictionary) throw new Error(`encoding ${encoding}`);
  if (count === 0) return dictionary.slice(0, 0);
  const places = readRuns(body.subarray(1), body[0] ?? Number.NaN, count);
  const found = dictionary instanceof Float64Array ? new Float64Array(count) : new Array(count);
  for (let k = 0; k < count; k++) {
    const place = places[k]!;
    if (place >= dictionary.length) throw new RangeError("position outside the dictionary");
    found[k] = dictionary[place]!;
  }
  return found;
}

function plainValues(bytes: Uint8Array, element: SchemaElement, count: number): Values {
  // Each value takes at least one byte, so this bounds the list before it is allocated.
  if (!(count >= 0 && count <= bytes.length)) throw new RangeError("too many values in a page");
  const view = viewOf(bytes);
  const many = (read: (k: number) => number): Float64Array => {
    const numbers = new Float64Array(count);
    for (let k = 0; k < count; k++) numbers[k] = read(k);
    return numbers;
  };
  switch (element.type) {
    case "FLOAT":
      return many((k) => view.getFloat32(4 * k, true));
    case "DOUBLE":
      return many((k) => view.getFloat64(8 * k, true));
    case "INT32":
      return many((k) => view.getInt32(4 * k, true));
    case "FIXED_LEN_BYTE_ARRAY": {
      const length = element.type_length ?? 0;
      return Array.from({ length: count }, (_, k) => slice(bytes, k * length, length));
    }
    case "BYTE_ARRAY":
      return textsIn(bytes, view, count);
    default:
      throw new Error(`type ${element.type}`);
  }
}

/** Texts, each after its length. Plain ASCII is decoded in one go: a call of the decoder per text takes ten times as long. */
function textsIn(bytes: Uint8Array, view: DataView, count: number): string[] {
  const ends = new Uint32Array(count);
  let at = 0;
  let ascii = true;
  for (let k = 0; k < count; k++) {
    const start = at + 4;
    at = start + view.getUint32(at, true);
    if (at > bytes.length) throw new RangeError("value too long");
    for (let i = start; ascii && i < at; i++) ascii = bytes[i]! < 0x80;
    ends[k] = at;
  }
  const all = ascii ? decoder.decode(withoutLengths(bytes, ends)) : "";
  const texts: string[] = new Array(count);
  for (let k = 0, start = 4; k < count; k++) {
    const end = ends[k]!;
    texts[k] = ascii ? all.slice(start, end) : decoder.decode(bytes.subarray(start, end));
    start = end + 4;
  }
  return texts;
}

/** The bytes with zeros for the lengths before the texts: ASCII, one character per byte. */
function withoutLengths(bytes: Uint8Array, ends: Uint32Array): Uint8Array {
  const plain = bytes.slice(0, ends.at(-1) ?? 0);
  let start = 0;
  for (const end of ends) {
    plain.fill(0, start, start + 4);
    start = end;
  }
  return plain;
}

function slice(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (start + length > bytes.length) throw new RangeError("value too long");
  return bytes.subarray(start, start + length);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
