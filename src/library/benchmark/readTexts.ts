import { ColumnFile } from "./columns.ts";

/** Reads the file that `benchmark.texts` names: the prompts' full texts, in benchmark order. Throws a ParquetError. */
export function readTexts(buffer: ArrayBuffer, file: string): string[] {
  const parquet = new ColumnFile(buffer, file);
  parquet.require("text", ["BYTE_ARRAY"]);
  return parquet.read("text").map((text) => String(text ?? ""));
}
