/**
 * Finds the records in a JSON value: a list of objects; objects by id; lists or objects by column, as pandas writes them; or any of
 * these under a key such as `data` or `records`.
 */
import { TableError } from "./rawTable.ts";

export type JsonRecord = Record<string, unknown>;

/** Keys under which tables are commonly stored. */
const WRAPPERS = ["data", "records", "rows", "results", "samples", "examples", "instances", "items", "predictions"];
const INDEX = /^\d+$/;
const COMMON = /^(?:model|model_name|model_id|llm|dataset|dataset_name|dataset_id|task|task_name|benchmark|split)$/;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Throws a TableError for a value that contains no records. */
export function recordsOf(value: unknown, file: string): JsonRecord[] {
  if (Array.isArray(value)) return ofList(value, file);
  if (!isRecord(value)) throw new TableError(file, `${file} holds a single value, not a list of objects.`);
  const wrapped = WRAPPERS.find((key) => Array.isArray(value[key]) || isRecord(value[key]));
  if (wrapped !== undefined) {
    const { columns } = value;
    const inside = value[wrapped];
    if (Array.isArray(columns) && Array.isArray(inside) && inside.every(Array.isArray)) {
      return inside.map((row) => together(columns.map(String), row as unknown[]));
    }
    if (Array.isArray(inside) ? inside.length === 0 || isRecord(inside[0]) : !hasColumns(value)) {
      // Facts that apply to all records: the model's name, the data set's. Numbers are totals and not part of any record.
      const common = Object.entries(value).filter(([key, one]) => typeof one === "string" && COMMON.test(key));
      return recordsOf(inside, file).map((record) => Object.assign(Object.fromEntries(common), record));
    }
  }
  return listsByKey(value) ?? byColumn(value) ?? byIndex(value) ?? [value];
}

/** `{key: [records]}`: the key is the records' model if they have a score and no model, else their data set. */
function listsByKey(value: JsonRecord): JsonRecord[] | null {
  const entries = Object.entries(value);
  const isList = (list: unknown): list is JsonRecord[] =>
    Array.isArray(list) && list.length > 0 && list.every((one) => isRecord(one));
  if (entries.length < 2 || !entries.every(([, list]) => isList(list))) return null;
  const records = entries.flatMap(([key, list]) => (list as JsonRecord[]).map((record) => ({ key, record })));
  const has = (pattern: RegExp) =>
    records.every(({ record }) => Object.keys(record).some((name) => pattern.test(name)));
  const ofModel = has(SCORE) && !has(MODEL);
  return records.map(({ key, record }) => Object.assign({ [ofModel ? "model" : "dataset"]: key }, record));
}

const MODEL = /^(?:model|model_name|model_id|llm|llm_name)$/;
const SCORE = /^(?:score|correct|is_correct|label|accuracy|acc|performance|exact_match|reward)$/;

/** A record with a list of what each model did, as one record for each of them; others as they are. */
export function byModel(record: JsonRecord): JsonRecord[] {
  const found = Object.entries(record).find(
    ([, list]) =>
      Array.isArray(list) &&
      list.length > 0 &&
      list.every((one) => isRecord(one) && Object.keys(one).some((name) => MODEL.test(name))),
  );
  if (!found) return [record];
  const { [found[0]]: _, ...common } = record;
  return (found[1] as JsonRecord[]).map((own) => ({ ...common, ...own }));
}

function ofList(list: unknown[], file: string): JsonRecord[] {
  const [first] = list;
  if (Array.isArray(first) && list.every(Array.isArray) && first.every((name) => typeof name === "string")) {
    return list.slice(1).map((row) => together(first as string[], row as unknown[]));
  }
  const wrong = list.findIndex((one) => !isRecord(one));
  if (wrong >= 0) throw new TableError(file, `${file}, row ${wrong + 1}: is not an object.`);
  // Rows as the viewer of data sets on the Hub gives them.
  return (list as JsonRecord[]).map((record) => ("row_idx" in record && isRecord(record.row) ? record.row : record));
}

const together = (names: readonly string[], row: readonly unknown[]): JsonRecord =>
  Object.fromEntries(names.map((name, i) => [name, row[i]]));

const hasColumns = (value: JsonRecord): boolean => byColumn(value) !== null || byIndex(value) !== null;

/** `{column: [values]}` or `{column: {index: value}}`. */
function byColumn(value: JsonRecord): JsonRecord[] | null {
  const columns = Object.entries(value);
  if (columns.length < 2) return null;
  const lists = columns.map(([, column]) => column);
  if (lists.every(Array.isArray)) {
    const rows = (lists[0] as unknown[]).length;
    if (rows === 0 || lists.some((list) => (list as unknown[]).length !== rows)) return null;
    return Array.from({ length: rows }, (_, i) =>
      Object.fromEntries(columns.map(([name, list]) => [name, (list as unknown[])[i]])),
    );
  }
  if (!lists.every(isRecord)) return null;
  const keys = [...new Set(lists.flatMap((column) => Object.keys(column)))];
  if (keys.length === 0) return null;
  const numbered = keys.every((key) => INDEX.test(key)) && !columns.every(([name]) => INDEX.test(name));
  const figures = lists.every((column) => Object.values(column).every((cell) => typeof cell === "number"));
  if (!numbered && !(figures && keys.length > columns.length)) return null;
  return keys.map((key) => {
    const cells = columns.filter(([, column]) => Object.hasOwn(column as object, key));
    const record = Object.fromEntries(cells.map(([name, column]) => [name, (column as JsonRecord)[key]]));
    return numbered ? record : Object.assign({ id: key }, record);
  });
}

/** `{id: {…}}`: records by key, such as a prompt's id or a model's name. */
function byIndex(value: JsonRecord): JsonRecord[] | null {
  const entries = Object.entries(value);
  if (entries.length < 2 || !entries.every(([, one]) => isRecord(one))) return null;
  return entries.map(([key, record]) => {
    const name = Object.hasOwn(record as object, "id") ? "key" : "id";
    return Object.assign({ [name]: key }, record as JsonRecord);
  });
}

/** Levels of nested objects that become columns; anything deeper is kept as JSON. */
const LEVELS = 3;

/** Calls back for each cell of a record with its column name, `scores.gpt-4` for nested ones. */
export function flatten(
  record: JsonRecord,
  tell: (column: string, cell: string) => void,
  before = "",
  level = 1,
): void {
  for (const [key, value] of Object.entries(record)) {
    const column = before + key;
    if (value === null || value === undefined) tell(column, "");
    else if (typeof value !== "object") tell(column, String(value));
    else if (value instanceof Date) tell(column, value.toISOString());
    else if (Array.isArray(value) || level >= LEVELS) tell(column, written(value));
    else flatten(value as JsonRecord, tell, `${column}.`, level + 1);
  }
}

const written = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one)) ?? "";
