import { parquetWriteBuffer } from "hyparquet-writer";

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0];
type Element = NonNullable<WriteOptions["schema"]>[number];

export interface Column {
  name: string;
  data: unknown[];
  type: NonNullable<Element["type"]>;
  /** Length of FIXED_LEN_BYTE_ARRAY values. */
  bytes?: number;
}

/** Writes a flat Parquet file. Every column is optional, as in the files of most writers. */
export function writeParquet(columns: readonly Column[], options: Partial<WriteOptions> = {}): ArrayBuffer {
  return parquetWriteBuffer({
    columnData: columns.map(({ name, data }) => ({ name, data })),
    schema: [
      { name: "schema", num_children: columns.length },
      ...columns.map(
        ({ name, type, bytes }): Element => ({
          name,
          type,
          repetition_type: "OPTIONAL",
          ...(type === "BYTE_ARRAY" ? { converted_type: "UTF8" as const } : {}),
          ...(bytes === undefined ? {} : { type_length: bytes }),
        }),
      ),
    ],
    ...options,
  });
}
