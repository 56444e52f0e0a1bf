import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import type { Plugin } from "vite";
import { type Column, writeParquet } from "../../src/library/benchmark/writeParquet.ts";
import type { Manifest } from "../../src/library/manifest/manifest.ts";
import { shipLibrary } from "../build/ship-library.ts";

/** One of this many benchmark prompts of a kind is kept: enough that every part of a domain has several. */
const EVERY = 3;

/**
 * Serves the shipped library with a third of its benchmark prompts at `small/`, for panel tests: the same experts, domains, kinds
 * and columns, but loaded and drawn in a fraction of the time. Everything else is served from `models/`, as during development.
 */
export function smallLibrary(folder = "models"): Plugin[] {
  let made: Promise<ReadonlyMap<string, Buffer>> | null = null;
  return [
    shipLibrary(folder),
    {
      name: "small-library",
      configureServer(server) {
        server.middlewares.use("/small", async (request, response, next) => {
          made ??= smallFiles(folder);
          const path = decodeURIComponent((request.url ?? "/").split("?")[0]!).slice(1);
          const content = (await made).get(path);
          if (!content) return next();
          response.setHeader("Content-Type", path.endsWith(".json") ? "application/json" : "application/octet-stream");
          response.setHeader("Content-Length", content.length);
          response.end(content);
        });
      },
    },
  ];
}

/** The small library's files by path, including the manifest but not the models. */
export function smallFiles(folder: string): Promise<Map<string, Buffer>> {
  return filesWithRows(folder, (kinds) => {
    const seen = new Map<unknown, number>();
    return kinds.flatMap((kind, row) => {
      const before = seen.get(kind) ?? 0;
      seen.set(kind, before + 1);
      return before % EVERY === 0 ? [row] : [];
    });
  });
}

/**
 * The shipped library's files with other rows of the benchmark, by path.
 * @param choose the rows to write by the kinds of the shipped ones; rows may be repeated
 * @param change the value of a column in the row that is written as number `at`
 */
export async function filesWithRows(
  folder: string,
  choose: (kinds: unknown[]) => number[],
  change: (column: string, value: unknown, at: number) => unknown = (_, value) => value,
): Promise<Map<string, Buffer>> {
  const manifest = JSON.parse(await readFile(join(folder, "library.json"), "utf8")) as Manifest;
  const { benchmark } = manifest;
  const prompts = await table(join(folder, benchmark.prompts));
  const kinds = prompts.column("kind");
  const rows = choose(kinds);
  const files = new Map<string, Buffer>();
  for (const path of [benchmark.prompts, benchmark.embeddings, benchmark.references, benchmark.spaces]) {
    if (path === undefined) continue;
    const { columns, column } = await table(join(folder, path));
    const content = writeParquet(
      columns.map((one) => {
        const values = column(one.name);
        return { ...one, data: rows.map((row, at) => change(one.name, values[row], at)) };
      }),
    );
    files.set(path, Buffer.from(content));
    const sha256 = createHash("sha256").update(new Uint8Array(content)).digest("hex");
    manifest.files[path] = { sha256, bytes: content.byteLength };
  }
  benchmark.rows = rows.length;
  const kept = rows.map((row) => kinds[row]);
  if (benchmark.kinds) {
    benchmark.kinds = Object.fromEntries(
      Object.keys(benchmark.kinds).map((kind) => [kind, kept.filter((other) => other === kind).length]),
    );
  }
  // Other libraries, and figures over all prompts, do not match the subset.
  delete manifest.variants;
  delete benchmark.mapMetrics;
  const { specialisation } = manifest;
  if (specialisation !== undefined) files.set(specialisation, await readFile(join(folder, specialisation)));
  files.set("library.json", Buffer.from(JSON.stringify(manifest)));
  return files;
}

interface Table {
  /** Without their data. */
  columns: Omit<Column, "data">[];
  column: (name: string) => unknown[];
}

async function table(path: string): Promise<Table> {
  const content = await readFile(path);
  const file = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
  const objects = await parquetReadObjects({ file, utf8: false });
  return { columns: columnsOf(parquetMetadata(file)), column: (name) => objects.map((object) => object[name]) };
}

function columnsOf({ schema }: FileMetaData): Omit<Column, "data">[] {
  return schema.slice(1).map(({ name, type, type_length }) => ({
    name,
    type: type!,
    ...(type_length === undefined ? {} : { bytes: type_length }),
  }));
}
