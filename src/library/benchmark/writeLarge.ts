/**
 * Writes the Parquet files of large tables for this browser's storage. They are not compressed: packing 50 MB of texts takes longer
 * than anything else that is done with them. A column with few different values is written as a dictionary and one or two bytes a
 * row, which keeps tables of scores small.
 *
 * Only the headers and the metadata are written by hyparquet-writer, with modules that the package exports beside its main entry. Its
 * `ParquetWriter` would write the columns, too, but copies each several times on the way and adds numbers one by one, which takes
 * longer and needs more memory.
 */
import type { ColumnChunk, PageHeader, SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { joinBytes } from "../../core/joinBytes.ts";

/** Texts, or numbers: NaN where one is missing. */
export type LargeColumn = { name: string } & ({ texts: readonly string[] } | { numbers: Numbers });
type Numbers = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** With more different values than this, a column has no dictionary. */
const MOST_DISTINCT = 4_096;
const MAGIC = new TextEncoder().encode("PAR1");

/** Writes a flat Parquet file. @param columns all of the same number of rows */
export function writeLarge(columns: readonly LargeColumn[]): ArrayBuffer {
  const file = new Pieces();
  file.add(MAGIC);
  const chunks = columns.map((column) => writeColumn(file, column));
  const rows = chunks[0]?.meta_data?.num_values ?? 0n;
  file.write((writer) =>
    writeMetadata(writer, {
      version: 2,
      schema: [{ name: "schema", num_children: columns.length }, ...columns.map(elementOf)],
      num_rows: rows,
      row_groups: [{ columns: chunks, total_byte_size: BigInt(file.length), num_rows: rows }],
      metadata_length: 0, // unused: it is written behind the metadata
    }),
  );
  file.add(MAGIC);
  return file.joined();
}

/** A file in pieces, put together once at the end: a buffer that grows would copy them several times. */
class Pieces {
  readonly #pieces: Uint8Array[] = [];
  length = 0;

  add(...pieces: Uint8Array[]): void {
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.length += piece.length;
    }
  }

  write(work: (writer: ByteWriter) => void): void {
    const writer = new ByteWriter();
    work(writer);
    this.add(writer.getBytes());
  }

  joined(): ArrayBuffer {
    return joinBytes(this.#pieces).buffer;
  }
}

function elementOf(column: LargeColumn): SchemaElement {
  const { name } = column;
  if ("texts" in column) return { name, repetition_type: "REQUIRED", type: "BYTE_ARRAY", converted_type: "UTF8" };
  return { name, repetition_type: "REQUIRED", type: column.numbers instanceof Int32Array ? "INT32" : "FLOAT" };
}

function writeColumn(file: Pieces, column: LargeColumn): ColumnChunk {
  const start = file.length;
  const values = "texts" in column ? column.texts : bitsOf(column.numbers);
  const coded = codesOf(values);
  if (coded) {
    const content = plainBytes(column, coded.first);
    writePage(file, content, {
      type: "DICTIONARY_PAGE",
      dictionary_page_header: { num_values: coded.first.length, encoding: "PLAIN" },
    });
  }
  const at = file.length;
  const encoding = coded ? "RLE_DICTIONARY" : "PLAIN";
  writePage(file, coded ? [codeBytes(coded.codes, coded.first.length)] : plainBytes(column), {
    type: "DATA_PAGE",
    data_page_header: {
      num_values: values.length,
      encoding,
      definition_level_encoding: "RLE",
      repetition_level_encoding: "RLE",
    },
  });
  const size = BigInt(file.length - start);
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: elementOf(column).type!,
      encodings: coded ? ["PLAIN", encoding] : [encoding],
      path_in_schema: [column.name],
      codec: "UNCOMPRESSED",
      num_values: BigInt(values.length),
      total_uncompressed_size: size,
      total_compressed_size: size,
      data_page_offset: BigInt(at),
      ...(coded ? { dictionary_page_offset: BigInt(start) } : {}),
    },
  };
}

type About = Omit<PageHeader, "compressed_page_size" | "uncompressed_page_size">;

function writePage(file: Pieces, content: readonly Uint8Array[], about: About): void {
  const length = content.reduce((sum, piece) => sum + piece.length, 0);
  file.write((writer) =>
    writePageHeader(writer, { ...about, compressed_page_size: length, uncompressed_page_size: length }),
  );
  file.add(...content);
}

/** Numbers as the keys of a map, where NaN equals NaN and 0 is not −0. */
const bitsOf = ({ buffer, byteOffset, length }: Numbers): Uint32Array => new Uint32Array(buffer, byteOffset, length);

/** By row, the number of its value, and by value the first row that has it; null where there are too many. */
function codesOf(values: ArrayLike<string | number>): { codes: Uint16Array; first: number[] } | null {
  const known = new Map<string | number, number>();
  const codes = new Uint16Array(values.length);
  const first: number[] = [];
  for (let row = 0; row < values.length; row++) {
    let code = known.get(values[row]!);
    if (code === undefined) {
      if (first.length >= Math.min(MOST_DISTINCT, values.length / 2)) return null;
      code = first.push(row) - 1;
      known.set(values[row]!, code);
    }
    codes[row] = code;
  }
  return { codes, first };
}

/** The codes of a page, as Parquet's runs: one run where there is only one, else whole bytes. */
function codeBytes(codes: Uint16Array, distinct: number): Uint8Array {
  const runs = new ByteWriter(codes.length + 16);
  const bytes = distinct > 256 ? 2 : 1;
  runs.appendUint8(8 * bytes);
  if (distinct === 1) {
    runs.appendVarInt(2 * codes.length);
    runs.appendUint8(0);
    return runs.getBytes();
  }
  // Eight values are a group.
  const groups = Math.ceil(codes.length / 8);
  runs.appendVarInt(2 * groups + 1);
  const packed = bytes === 1 ? new Uint8Array(8 * groups) : new Uint16Array(8 * groups);
  packed.set(codes);
  runs.appendBytes(new Uint8Array(packed.buffer));
  return runs.getBytes();
}

/** The values of these rows, or of all, one after the other. */
function plainBytes(column: LargeColumn, rows?: readonly number[]): Uint8Array[] {
  if ("texts" in column) return textBytes(rows ? rows.map((row) => column.texts[row]!) : column.texts);
  const bits = bitsOf(column.numbers);
  const chosen = rows ? Uint32Array.from(rows, (row) => bits[row]!) : bits;
  return [new Uint8Array(chosen.buffer, chosen.byteOffset, chosen.byteLength)];
}

/** Room for the length before a text, four characters of one byte each. */
const ROOM = "\0".repeat(4);
/** Letters that are encoded in one go: with more, each time new memory is taken, which costs more than the calls. */
const AT_ONCE = 1 << 16;

/**
 * Texts in UTF-8, each after its length. Many are encoded in one go, with room for their lengths between them: a call of the encoder per
 * text takes longer.
 */
function textBytes(texts: readonly string[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  let letters = 0;
  texts.forEach((text, row) => {
    letters += text.length;
    if (letters < AT_ONCE && row < texts.length - 1) return;
    pieces.push(encodedTogether(texts.slice(start, row + 1)));
    start = row + 1;
    letters = 0;
  });
  return pieces;
}

function encodedTogether(texts: readonly string[]): Uint8Array {
  const joined = ROOM + texts.join(ROOM);
  const bytes = new TextEncoder().encode(joined);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const plain = bytes.length === joined.length;
  let at = 0;
  for (const text of texts) {
    const start = at + ROOM.length;
    at = plain ? start + text.length : endOf(bytes, start, text.length);
    view.setUint32(start - ROOM.length, at - start, true);
  }
  return bytes;
}

/** Where a text ends that begins at `at` and is that long as a string, where a character of four bytes counts as two. */
function endOf(bytes: Uint8Array, at: number, length: number): number {
  let end = at;
  let letters = 0;
  while (letters < length) {
    const first = bytes[end]!;
    end += first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    letters += first < 0xf0 ? 1 : 2;
  }
  return end;
}
