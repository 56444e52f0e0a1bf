/**
 * Columns of a flat Parquet file. The footer's claims are checked first, because the cost of decoding follows from them and the
 * file may be broken or hostile. Memory and time are bounded by the file's length and the limits below.
 */
import { type ColumnMetaData, type FileMetaData, parquetMetadata, type SchemaElement } from "hyparquet";
import { ParquetError } from "../errors.ts";
import { type Cell, type ColumnChunk, decodeChunk, decodeNumbers } from "./pages.ts";

const MAX_ROWS = 200_000;
const MAX_FOOTER_BYTES = 1 << 19;
const MAX_UNPACKED_BYTES = 1 << 28;
const CODECS = ["UNCOMPRESSED", "SNAPPY"];
/** Physical types of a column of numbers. */
export const NUMBERS = ["FLOAT", "DOUBLE", "INT32"] as const;
const ANEW = "build the library again or load it again";

/** An opened file: its columns' types, and their values on demand. */
export class ColumnFile {
  readonly rows: number;
  readonly #metadata: FileMetaData;
  #columnsRead = 0;
  /** By column name: its type and its index in every row group. */
  readonly #columns = new Map<string, { element: SchemaElement; position: number }>();

  /**
   * Reads the footer.
   * @param tell called after each column with the share read so far, 0 … 1
   * Throws a ParquetError when there is no valid footer or it exceeds the limits.
   */
  constructor(
    private readonly buffer: ArrayBuffer,
    private readonly file: string,
    private readonly tell: (share: number) => void = () => {},
  ) {
    const length = buffer.byteLength < 8 ? 0 : new DataView(buffer).getUint32(buffer.byteLength - 8, true);
    if (length > MAX_FOOTER_BYTES) throw this.error(`has a footer of ${length} bytes; ${ANEW}`);
    try {
      this.#metadata = parquetMetadata(buffer, { geoparquet: false });
      this.rows = Number(this.#metadata.num_rows);
      this.#check();
    } catch (error) {
      throw error instanceof ParquetError ? error : this.error(`is not a readable Parquet file; ${ANEW}`, error);
    }
  }

  get names(): string[] {
    return [...this.#columns.keys()];
  }

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** The column's type. Throws a ParquetError unless the column exists and has one of these physical types. */
  require(name: string, types: readonly SchemaElement["type"][]): SchemaElement {
    const element = this.#columns.get(name)?.element;
    if (!element) throw this.error(`has no column “${name}”; the file and the manifest do not belong together`);
    if (types.includes(element.type)) return element;
    throw this.error(`has a column “${name}” of type ${element.type}, not ${types.join(" or ")}`);
  }

  /** All values of a column, one per row; null marks missing values. Throws a ParquetError. */
  read(name: string): Cell[] {
    return this.#decoded(name, (chunks) => ([] as Cell[]).concat(...chunks.map(decodeChunk)));
  }

  /** The numbers of a column, one per row; NaN marks missing values. Throws a ParquetError. */
  numbers(name: string): Float64Array {
    this.require(name, NUMBERS);
    return this.#decoded(name, (chunks) => {
      const groups = chunks.map(decodeNumbers);
      if (groups.length === 1) return groups[0]!;
      const numbers = new Float64Array(this.rows);
      let at = 0;
      for (const group of groups) {
        numbers.set(group, at);
        at += group.length;
      }
      return numbers;
    });
  }

  #decoded<T>(name: string, decode: (chunks: ColumnChunk[]) => T): T {
    const column = this.#columns.get(name);
    if (!column) throw this.error(`has no column “${name}”`);
    try {
      const decoded = decode(
        this.#metadata.row_groups.map((group) => {
          const chunk = group.columns[column.position]!.meta_data!;
          return {
            bytes: new Uint8Array(this.buffer, ...span(chunk)),
            element: column.element,
            codec: chunk.codec,
            rows: Number(group.num_rows),
            unpackedBytes: Number(chunk.total_uncompressed_size),
          };
        }),
      );
      this.tell(Math.min(1, ++this.#columnsRead / this.#columns.size));
      return decoded;
    } catch (error) {
      throw this.error(`could not be decoded in column “${name}”; ${ANEW}`, error);
    }
  }

  error(problem: string, cause?: unknown): ParquetError {
    return new ParquetError(this.file, `${this.file} ${problem}.`, { cause });
  }

  #check(): void {
    const { schema, row_groups: groups } = this.#metadata;
    if (!(this.rows >= 0 && this.rows <= MAX_ROWS)) throw this.error(`has ${this.rows} rows, more than ${MAX_ROWS}`);
    schema.slice(1).forEach((element, position) => {
      if (element.num_children !== undefined || element.repetition_type === "REPEATED") {
        throw this.error(`has a nested column “${element.name}”; only flat columns can be read`);
      }
      if (this.#columns.has(element.name)) throw this.error(`has two columns “${element.name}”`);
      const { type_length: length } = element;
      // A damaged footer may store it as a wider integer, which hyparquet returns as a bigint.
      const sane = length === undefined ? element : { ...element, type_length: Number(length) };
      this.#columns.set(element.name, { element: sane, position });
    });
    const groupRows = groups.map((group) => Number(group.num_rows));
    if (groupRows.some((rows) => !(rows >= 0)) || groupRows.reduce((sum, rows) => sum + rows, 0) !== this.rows) {
      throw this.error(`contradicts itself about its number of rows; ${ANEW}`);
    }
    let packed = 0;
    let unpacked = 0;
    for (const group of groups) {
      for (const [name, { position }] of this.#columns) {
        const chunk = group.columns[position]?.meta_data;
        if (chunk?.path_in_schema[0] !== name) throw this.error(`is encrypted, split, or lacks a part of “${name}”`);
        if (!CODECS.includes(chunk.codec))
          throw this.error(`is packed with ${chunk.codec}; write it with SNAPPY or none`);
        const [start, length] = span(chunk);
        if (!(start >= 0 && length >= 0 && start + length <= this.buffer.byteLength))
          throw this.error(`is cut short; ${ANEW}`);
        packed += length;
        unpacked += Number(chunk.total_uncompressed_size);
      }
    }
    if (!(packed <= this.buffer.byteLength)) throw this.error(`uses the same bytes twice; ${ANEW}`);
    if (!(unpacked <= MAX_UNPACKED_BYTES)) throw this.error(`would unpack to more than ${MAX_UNPACKED_BYTES} bytes`);
  }
}

/** First byte and length of a column chunk. Some writers give 0 as the offset of a missing dictionary. */
function span(chunk: ColumnMetaData): [number, number] {
  const data = Number(chunk.data_page_offset);
  const dictionary = Number(chunk.dictionary_page_offset ?? 0);
  return [dictionary > 0 && dictionary < data ? dictionary : data, Number(chunk.total_compressed_size)];
}
