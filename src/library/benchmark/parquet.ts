/** The Parquet files of a library, as typed arrays. Invalid files throw a ParquetError. */
import type { RouterDecisions } from "../../core/evaluation/routerDecisions.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { Benchmark, States } from "./benchmark.ts";
import { ColumnFile, NUMBERS } from "./columns.ts";
import { decodeFloat16 } from "./float16.ts";

/** Called from time to time with the share of the file decoded so far, 0 … 1. */
type Tell = (share: number) => void;

/**
 * Reads `prompts.parquet`.
 * @param expertIds the manifest's experts, which are the columns of the result. Each needs `loss:<id>` and `accuracy:<id>`; without
 *   `predicted:<id>` its predictions are NaN, so the router never chooses it
 * @param file the file's name in errors
 */
export async function readBenchmark(
  buffer: ArrayBuffer,
  expertIds: readonly string[],
  file = "benchmark/prompts.parquet",
  tell?: Tell,
): Promise<Benchmark> {
  const parquet = new ColumnFile(buffer, file, tell);
  const { rows } = parquet;
  const texts = (name: string) => {
    parquet.require(name, ["BYTE_ARRAY"]);
    return parquet.read(name).map((value) => String(value ?? ""));
  };
  const numbers = (name: string) => parquet.numbers(name);
  const table = (prefix: string, optional = false) =>
    sideBySide(
      rows,
      expertIds.map((id) => (optional && !parquet.has(`${prefix}:${id}`) ? null : numbers(`${prefix}:${id}`))),
    );

  const ids = texts("id");
  const seen = new Set(ids);
  if (seen.size !== rows || seen.has("")) throw parquet.error("has prompts with the same id or with none");
  return {
    rows,
    ids,
    kind: texts("kind"),
    domain: texts("domain"),
    part: texts("part"),
    source: texts("source"),
    document: parquet.has("document") ? Int32Array.from(numbers("document")) : null,
    keywords: texts("keywords"),
    tokens: Int32Array.from(numbers("tokens")),
    losses: table("loss"),
    accuracies: table("accuracy"),
    predicted: table("predicted", true),
    ...callsOf(parquet, expertIds, (prefix) => table(prefix, true)),
    ...routersIn(parquet, expertIds),
    x: Float32Array.from(numbers("x")),
    y: Float32Array.from(numbers("y")),
  };
}

const TABLES: ReadonlySet<string> = new Set(["loss", "accuracy", "predicted", "router"]);

/** The columns `router:choice:<router>` and `router:score:<router>`. */
function routersIn(parquet: ColumnFile, expertIds: readonly string[]): Pick<Benchmark, "routers"> {
  const places = new Map(expertIds.map((id, i) => [id, i]));
  const routers = parquet.names.flatMap((name): [string, RouterDecisions][] => {
    const [, kind, id] = /^router:(choice|score):(.+)$/.exec(name) ?? [];
    if (!id) return [];
    if (kind === "score") return [[id, { scores: Float32Array.from(parquet.numbers(name)) }]];
    parquet.require(name, ["BYTE_ARRAY"]);
    const cells = parquet.read(name);
    return [[id, { choices: Int32Array.from(cells, (cell) => places.get(String(cell ?? "")) ?? -1) }]];
  });
  return routers.length > 0 ? { routers: new Map(routers) } : {};
}

/** The tables `<constraint>:<expert>` of constraints with a value per prompt. */
function callsOf(
  parquet: ColumnFile,
  expertIds: readonly string[],
  read: (prefix: string) => Matrix,
): Pick<Benchmark, "calls"> {
  const experts = new Set(expertIds);
  const prefixes = new Set(
    parquet.names.flatMap((name) => {
      const at = name.indexOf(":");
      return at > 0 && experts.has(name.slice(at + 1)) && !TABLES.has(name.slice(0, at)) ? [name.slice(0, at)] : [];
    }),
  );
  return prefixes.size > 0 ? { calls: new Map([...prefixes].map((prefix) => [prefix, read(prefix)])) } : {};
}

/**
 * Reads `embeddings.parquet`: the router's states, one row per prompt. Accepts one column `state` of 2·size bytes (little-endian
 * float16), one of size bytes (int8) with a column `scale` that holds each row's step, or number columns `state_0` ….
 * @param size length of a state, from the manifest
 */
export async function readEmbeddings(
  buffer: ArrayBuffer,
  size: number,
  file = "benchmark/embeddings.parquet",
  tell?: Tell,
): Promise<States> {
  const parquet = new ColumnFile(buffer, file, tell);
  const { rows } = parquet;
  if (!parquet.has("state")) {
    const names = Array.from({ length: size }, (_, k) => `state_${k}`);
    for (const name of names) parquet.require(name, NUMBERS);
    return sideBySide(
      rows,
      names.map((name) => parquet.numbers(name)),
    );
  }
  const { type_length: bytes } = parquet.require("state", ["FIXED_LEN_BYTE_ARRAY"]);
  const promised = parquet.has("scale") ? size : 2 * size;
  if (bytes !== promised) throw parquet.error(`has states of ${bytes} bytes, but the manifest promises ${promised}`);
  return storedStates(parquet, "");
}

/** A second space besides the router's: each prompt's vector and its position on that space's map. */
export interface SpaceTable {
  states: Matrix;
  x: Float32Array;
  y: Float32Array;
}

/**
 * Reads one space of `spaces.parquet`: the columns `<name>:x`, `<name>:y` and `<name>:state` (little-endian float16, or int8 beside
 * `<name>:scale`).
 * @param ids the benchmark's prompts, which are the rows of the result; prompts missing from the file are all NaN
 */
export async function readSpace(
  buffer: ArrayBuffer,
  name: string,
  ids: readonly string[],
  file = "benchmark/spaces.parquet",
): Promise<SpaceTable> {
  const parquet = new ColumnFile(buffer, file);
  parquet.require("id", ["BYTE_ARRAY"]);
  for (const axis of ["x", "y"]) parquet.require(`${name}:${axis}`, NUMBERS);
  const found = storedStates(parquet, `${name}:`);
  const rowOf = new Map(parquet.read("id").map((id, row) => [String(id ?? ""), row]));
  const rows = ids.map((id) => rowOf.get(id) ?? -1);
  if (rows.every((row) => row < 0)) throw parquet.error("has none of the benchmark's prompts; build the library again");
  const along = (axis: string) => {
    const values = parquet.numbers(`${name}:${axis}`);
    return Float32Array.from(rows, (row) => values[row] ?? Number.NaN);
  };
  const data = new Float32Array(ids.length * found.columns).fill(Number.NaN);
  rows.forEach((row, i) => {
    if (row >= 0) data.set(found.data.subarray(row * found.columns, (row + 1) * found.columns), i * found.columns);
  });
  return { states: { rows: ids.length, columns: found.columns, data }, x: along("x"), y: along("y") };
}

/** The columns `<prefix>state` and, for int8, `<prefix>scale` as a matrix, one row per prompt. */
function storedStates(parquet: ColumnFile, prefix: string): States {
  const { type_length: bytes = 0 } = parquet.require(`${prefix}state`, ["FIXED_LEN_BYTE_ARRAY"]);
  const steps = parquet.has(`${prefix}scale`) ? stepsOf(parquet, `${prefix}scale`) : null;
  if (!(bytes > 0 && (steps || bytes % 2 === 0))) {
    throw parquet.error(`has states of ${bytes} bytes, which are no half floats`);
  }
  const { rows } = parquet;
  const states = parquet.read(`${prefix}state`);
  const columns = steps ? bytes : bytes / 2;
  const data = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const state = states[r];
    if (!(state instanceof Uint8Array) || state.length !== bytes) throw parquet.error(`has no state in row ${r}`);
    const step = steps?.[r];
    if (step === undefined) decodeFloat16(state, data, r * columns);
    else if (Number.isFinite(step)) decodeInt8(state, step, data, r * columns);
    else throw parquet.error(`has no step of the state in row ${r}`);
  }
  // Rounding moved each number by at most half a step.
  const rounding = steps?.map((step) => (Math.abs(step) / 2) * Math.sqrt(columns));
  return { rows, columns, data, ...(rounding ? { rounding } : {}) };
}

const stepsOf = (parquet: ColumnFile, name: string): Float32Array => Float32Array.from(parquet.numbers(name));

/** Decodes signed bytes, multiplied by a row's step, into `target`, starting at `at`. */
function decodeInt8(bytes: Uint8Array, step: number, target: Float32Array, at: number): void {
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let k = 0; k < values.length; k++) target[at + k] = values[k]! * step;
}

/**
 * Reads `references.parquet`: losses predicted by other methods than the router, `<method>:<expert>`, nats per token.
 * @param methods the methods to read; one without any column is left out of the result
 * @param expertIds the columns of every table; NaN for an expert without a column
 * @param ids the benchmark's prompts: the rows of every table, whatever their order in the file; NaN for a missing prompt
 */
export async function readBaselineRouters<Method extends string>(
  buffer: ArrayBuffer,
  methods: readonly Method[],
  expertIds: readonly string[],
  ids: readonly string[],
  file = "benchmark/references.parquet",
  tell?: Tell,
): Promise<Partial<Record<Method, Matrix>>> {
  const parquet = new ColumnFile(buffer, file, tell);
  parquet.require("id", ["BYTE_ARRAY"]);
  const places = new Map(parquet.read("id").map((id, place) => [id, place]));
  if (places.size !== parquet.rows) throw parquet.error("has two prompts with the same id");
  const order = ids.map((id) => places.get(id) ?? -1);
  const tables: Partial<Record<Method, Matrix>> = {};
  for (const method of methods) {
    const names = expertIds.map((id) => `${method}:${id}`);
    if (!names.some((name) => parquet.has(name))) continue;
    const columns = names.map((name) => (parquet.has(name) ? parquet.numbers(name) : null));
    tables[method] = sideBySide(
      ids.length,
      columns.map((column) => column && Float64Array.from(order, (place) => column[place] ?? Number.NaN)),
    );
  }
  return tables;
}

/** A matrix of columns; missing columns are NaN. */
function sideBySide(rows: number, columns: readonly (Float64Array | null)[]): Matrix {
  const width = columns.length;
  const data = new Float32Array(rows * width);
  columns.forEach((values, k) => {
    for (let r = 0; r < rows; r++) data[r * width + k] = values ? values[r]! : Number.NaN;
  });
  return { rows, columns: width, data };
}
