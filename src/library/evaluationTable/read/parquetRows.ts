/** Parquet files of evaluation tables, including nested columns. Loaded only when such a file is given. */
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { tableOf } from "./json.ts";
import { knownRecord } from "./knownRecords.ts";
import { MAX_CELLS, MAX_ROWS, type RawTable, TableBuilder, TableError, type Tell } from "./rawTable.ts";
import { flatten } from "./records.ts";

/** Rows decoded at a time. */
const PORTION = 20_000;

/** Reads a Parquet file. Throws a TableError. */
export async function readParquetRows(blob: Blob, file: string, tell: Tell = () => {}): Promise<RawTable> {
  const buffer: AsyncBuffer = {
    byteLength: blob.size,
    slice: (start, end) => blob.slice(start, end ?? blob.size).arrayBuffer(),
  };
  const about = { form: "Parquet", separator: null, encoding: null };
  const fail = (cause: unknown) =>
    new TableError(file, `${file} cannot be read as Parquet: it is damaged, or packed in an unusual way.`, { cause });
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const rows = Number(metadata.num_rows);
    if (rows > MAX_ROWS || rows * metadata.schema.length > MAX_CELLS) {
      throw new TableError(file, `${file} has ${rows} rows, too many for this page. Import fewer models at a time.`);
    }
    if (rows === 0) return tableOf([], file, about);
    const { compressors } = await import("hyparquet-compressors");
    const builder = new TableBuilder(file);
    for (let from = 0; from < rows; from += PORTION) {
      const rowEnd = Math.min(rows, from + PORTION);
      const records = await parquetReadObjects({ file: buffer, metadata, compressors, rowStart: from, rowEnd });
      records.forEach((record, i) => {
        builder.row(from + i + 1);
        flatten(knownRecord(record, file), (column, cell) => builder.set(column, cell));
      });
      tell(rowEnd / rows);
    }
    return builder.finish(about);
  } catch (error) {
    throw error instanceof TableError ? error : fail(error);
  }
}
