/** Reads the tables in a file of any kind: compressed or not, text, Parquet or Excel, in any encoding and with any separator. */
import { LocalFileError } from "../../errors.ts";
import type { Encoding } from "./encoding.ts";
import { type RawTable, TableError, type Tell } from "./rawTable.ts";
import { readText, type TextSource } from "./textChunks.ts";

export interface OpenOptions {
  tell?: Tell | undefined;
  /** Overrides the detected separator. */
  separator?: string | undefined;
  /** Overrides the detected encoding. */
  encoding?: Encoding | undefined;
}

/** Kinds of files that are not supported tables, by their first bytes, with what to do instead. */
const OTHERS: readonly { kind: string; starts: readonly number[]; cure: string }[] = [
  {
    kind: "a Python pickle, which a page must not run",
    starts: [0x80],
    cure: 'In Python: pandas.read_pickle(…).to_parquet("table.parquet")',
  },
  { kind: "an old Excel workbook", starts: [0xd0, 0xcf, 0x11, 0xe0], cure: "Save the sheet as CSV" },
  { kind: "a PDF", starts: [0x25, 0x50, 0x44, 0x46], cure: "Import the table that it was made from" },
  { kind: "a 7-Zip archive", starts: [0x37, 0x7a, 0xbc, 0xaf], cure: "Unpack it first" },
  { kind: "packed with Zstandard", starts: [0x28, 0xb5, 0x2f, 0xfd], cure: "Unpack it first" },
  { kind: "packed with bzip2", starts: [0x42, 0x5a, 0x68], cure: "Unpack it first" },
  { kind: "packed with xz", starts: [0xfd, 0x37, 0x7a, 0x58], cure: "Unpack it first" },
];

/** A page cannot hold a table with more uncompressed text than this. */
const MAX_UNPACKED = 1_500_000_000;

/** Reads one file as a table. Throws a LibraryError that names the file and what to do. */
export async function openTable(blob: Blob, file: string, options: OpenOptions = {}): Promise<RawTable> {
  const start = new Uint8Array(await blob.slice(0, 8).arrayBuffer());
  const begins = (...bytes: number[]) => bytes.every((byte, i) => start[i] === byte);
  if (begins(0x1f, 0x8b)) return openTable(await gunzipped(blob, file), file.replace(/\.gz$/i, ""), options);
  if (begins(0x50, 0x41, 0x52, 0x31)) {
    return (await import("./parquetRows.ts")).readParquetRows(blob, file, options.tell);
  }
  if (begins(0x50, 0x4b)) {
    return (await import("./excel.ts")).readExcel(blob, file, options.tell);
  }
  const other = OTHERS.find(({ starts }) => begins(...starts));
  if (other) throw new TableError(file, `${file} is ${other.kind}. ${other.cure}, and import that.`);
  return readText(blob, (source) => readTable(source, file, options), options.encoding);
}

async function readTable(source: TextSource, file: string, options: OpenOptions): Promise<RawTable> {
  const [first] = /\S/.exec(await beginning(source)) ?? [];
  if (first === undefined) throw new TableError(file, `${file} is empty.`);
  if (first === "<") {
    throw new TableError(file, `${file} is a web page, not a table. Download the table itself: its “raw” form.`);
  }
  if (first === "[" || first === "{") return (await import("./json.ts")).readJson(source, file, options.tell);
  if (/\.ya?ml$/i.test(file)) return (await import("./yaml.ts")).readYaml(source, file);
  return (await import("./delimited.ts")).readDelimited(source, file, options);
}

async function beginning(source: TextSource): Promise<string> {
  for await (const { text } of source.chunks()) if (text.trim() !== "") return text.replace(/^\uFEFF/, "");
  return "";
}

async function gunzipped(blob: Blob, file: string): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = blob.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts);
      bytes += value.length;
      if (bytes > MAX_UNPACKED) throw new LocalFileError(file, `${file} unpacks to more than 1.5 GB.`);
      parts.push(value as Uint8Array<ArrayBuffer>);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof LocalFileError) throw error;
    throw new LocalFileError(file, `${file} is damaged and cannot be unpacked. Pack or download it again.`, {
      cause: error,
    });
  }
}
