/** JSON and JSON lines as tables. */
import { ENCODINGS } from "./encoding.ts";
import { parseJsonText } from "./jsonText.ts";
import { knownRecord } from "./knownRecords.ts";
import { type RawTable, TableBuilder, TableError, TELL_EVERY, type Tell } from "./rawTable.ts";
import { byModel, flatten, isRecord, type JsonRecord, recordsOf } from "./records.ts";
import { type TextSource, wholeText } from "./textChunks.ts";

/** Parsing a JSON value is one step, and takes several times its length in memory. */
const MAX_JSON_BYTES = 300_000_000;
const MAX_LINE = 1 << 26;

/** Reads JSON of any structure. Throws a TableError that names the place. */
export async function readJson(source: TextSource, file: string, tell: Tell = () => {}): Promise<RawTable> {
  return (await isLines(source)) ? readLines(source, file, tell) : readValue(source, file, tell);
}

/** Whether each line is an object of its own: the first one is, and another begins on the next line. */
async function isLines(source: TextSource): Promise<boolean> {
  let text = "";
  for await (const chunk of source.chunks()) {
    text += chunk.text;
    const [, line, next] = /^\s*(\{[^\n]*\})\s*\n\s*(\S)/.exec(text) ?? [];
    if (next !== undefined) return next === "{" && isComplete(line!);
    if (text.length > MAX_LINE || (text.includes("\n") && !/^\s*\{[^\n]*\}\s*\n\s*$/.test(text))) return false;
  }
  return false;
}

function isComplete(text: string): boolean {
  try {
    parseJsonText(text, "");
    return true;
  } catch {
    // The first line may be the invalid one; if it closes what it opens, it still counts as an object of its own.
    const count = (character: string) => text.split(character).length;
    return count("{") === count("}") && count("[") === count("]");
  }
}

async function readLines(source: TextSource, file: string, tell: Tell): Promise<RawTable> {
  const builder = new TableBuilder(file);
  let pending = "";
  let line = 0;
  let before = 0;
  const take = (text: string) => {
    line++;
    const written = line === 1 ? text.replace(/^\uFEFF/, "") : text;
    if (written.trim() === "") return;
    const record = parseJsonText(written, file, line);
    if (!isRecord(record)) throw new TableError(file, `${file}, row ${line}: is not an object.`);
    addRecord(builder, record, line);
  };
  for await (const { text, loaded, last } of source.chunks()) {
    const lines = (pending + text).split("\n");
    pending = last ? "" : lines.pop()!;
    if (pending.length > MAX_LINE) {
      throw new TableError(file, `${file}, line ${line + lines.length + 1}: is too long for one object.`);
    }
    lines.forEach((one, k) => {
      if (k % TELL_EVERY === 0) tell((before + (k / lines.length) * (loaded - before)) / Math.max(1, source.bytes));
      take(one);
    });
    before = loaded;
    tell(loaded / Math.max(1, source.bytes));
  }
  return builder.finish({ form: "JSON lines", separator: null, encoding: ENCODINGS[source.encoding] });
}

async function readValue(source: TextSource, file: string, tell: Tell): Promise<RawTable> {
  if (source.bytes > MAX_JSON_BYTES) {
    throw new TableError(file, `${file} is too large for one JSON value. Write it as JSON lines, CSV or Parquet.`);
  }
  const text = (await wholeText(source)).replace(/^\uFEFF/, "");
  const records = recordsOf(parseJsonText(text, file), file);
  tell(1 / 2);
  return tableOf(records, file, { form: "JSON", separator: null, encoding: ENCODINGS[source.encoding] }, (share) =>
    tell((1 + share) / 2),
  );
}

/** A table of records. */
export function tableOf(
  records: readonly JsonRecord[],
  file: string,
  about: Pick<RawTable, "form" | "separator" | "encoding">,
  tell: Tell = () => {},
): RawTable {
  const builder = new TableBuilder(file);
  records.forEach((record, i) => {
    if (i % TELL_EVERY === 0) tell(i / records.length);
    addRecord(builder, record, i + 1);
  });
  return builder.finish(about);
}

function addRecord(builder: TableBuilder, record: JsonRecord, line: number): void {
  for (const one of byModel(knownRecord(record, builder.file))) {
    builder.row(line);
    flatten(one, (column, cell) => builder.set(column, cell));
  }
}
