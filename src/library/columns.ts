/**
 * Columns of a flat Parquet file, with the file's claims about itself checked first: what decoding costs follows from them, so a
 * broken or hostile footer must not decide it alone.
 */
import { type ColumnData, type FileMetaData, parquetMetadata, parquetRead, type SchemaElement } from "hyparquet";
import { ParquetError } from "./errors.ts";

const MAX_ROWS = 200_000;
const MAX_COLUMNS = 10_000;
const MAX_UNPACKED_BYTES = 1 << 30;
const CODECS = ["UNCOMPRESSED", "SNAPPY"];

/** An opened file: its columns' types, and their values on demand. */
export class ColumnFile {
  readonly rows: number;
  private readonly metadata: FileMetaData;
  private readonly elements = new Map<string, SchemaElement>();

  /** Reads the footer. Throws a ParquetError when it is none or claims too much. */
  constructor(
    private readonly buffer: ArrayBuffer,
    private readonly file: string,
  ) {
    try {
      this.metadata = parquetMetadata(buffer);
      this.rows = Number(this.metadata.num_rows);
    } catch (error) {
      throw this.error("is not a readable Parquet file; build the library anew or load it again", error);
    }
    this.check();
  }

  element(name: string): SchemaElement | undefined {
    return this.elements.get(name);
  }

  /** Throws a ParquetError unless the column exists and has one of the physical types. */
  require(name: string, types: readonly SchemaElement["type"][]): SchemaElement {
    const element = this.elements.get(name);
    if (!element) throw this.error(`has no column “${name}”; the file and the manifest do not belong together`);
    if (!types.includes(element.type))
      throw this.error(`has a column “${name}” of type ${element.type}, not ${types.join(" or ")}`);
    return element;
  }

  /** Decodes columns: for each of the names one list of as many values as there are rows, null where there is none. */
  async read(names: readonly string[]): Promise<Map<string, ArrayLike<unknown>>> {
    const chunks = new Map<string, ColumnData[]>(names.map((name) => [name, []]));
    try {
      await parquetRead({
        file: this.buffer,
        metadata: this.metadata,
        columns: [...names],
        onChunk: (chunk) => chunks.get(chunk.columnName)?.push(chunk),
      });
    } catch (error) {
      throw this.error("could not be decoded; build the library anew or load it again", error);
    }
    return new Map(names.map((name) => [name, this.join(name, chunks.get(name)!)]));
  }

  error(problem: string, cause?: unknown): ParquetError {
    return new ParquetError(this.file, `${this.file} ${problem}.`, { cause });
  }

  private join(name: string, chunks: readonly ColumnData[]): ArrayLike<unknown> {
    const values = new Array<unknown>(this.rows).fill(undefined);
    for (const { columnData, rowStart } of chunks) {
      if (rowStart + columnData.length > this.rows) throw this.error(`has too many values in column “${name}”`);
      for (let k = 0; k < columnData.length; k++) values[rowStart + k] = columnData[k] ?? null;
    }
    if (values.includes(undefined)) throw this.error(`has too few values in column “${name}”`);
    return values;
  }

  private check(): void {
    const { schema, row_groups: groups } = this.metadata;
    if (!(this.rows >= 0 && this.rows <= MAX_ROWS))
      throw this.error(`has ${this.rows} rows; at most ${MAX_ROWS} can be shown`);
    if (schema.length > MAX_COLUMNS) throw this.error(`has more than ${MAX_COLUMNS} columns`);
    for (const element of schema.slice(1)) {
      if (element.num_children !== undefined || element.repetition_type === "REPEATED") {
        throw this.error(`has a nested column “${element.name}”; only flat columns can be read`);
      }
      this.elements.set(element.name, element);
    }
    const groupRows = groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (groupRows !== this.rows) throw this.error("contradicts itself about its number of rows");
    let unpacked = 0;
    for (const group of groups) {
      for (const { meta_data: column } of group.columns) {
        if (!column) throw this.error("is encrypted or split over several files; write it as one plain file");
        if (!CODECS.includes(column.codec))
          throw this.error(`is packed with ${column.codec}; write it with SNAPPY or none`);
        const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
        const end = start + Number(column.total_compressed_size);
        if (!(start >= 0 && end >= start && end <= this.buffer.byteLength))
          throw this.error("is cut short; load it again");
        unpacked += Number(column.total_uncompressed_size);
      }
    }
    if (!(unpacked <= MAX_UNPACKED_BYTES)) throw this.error("would unpack to more than a gigabyte");
  }
}
