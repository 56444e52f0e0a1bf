/** YAML, the form of small leaderboards. Loaded only when such a file is given. */
import { parse, YAMLParseError } from "yaml";
import { ENCODINGS } from "./encoding.ts";
import { tableOf } from "./json.ts";
import { type RawTable, TableError } from "./rawTable.ts";
import { recordsOf } from "./records.ts";
import { type TextSource, wholeText } from "./textChunks.ts";

const MAX_BYTES = 20_000_000;

/** Reads YAML of the same structures as JSON. Throws a TableError that names the place. */
export async function readYaml(source: TextSource, file: string): Promise<RawTable> {
  if (source.bytes > MAX_BYTES) throw new TableError(file, `${file} is too large for YAML. Convert it to JSON or CSV.`);
  const about = { form: "YAML", separator: null, encoding: ENCODINGS[source.encoding] };
  return tableOf(recordsOf(parsed(await wholeText(source), file), file), file, about);
}

function parsed(text: string, file: string): unknown {
  try {
    // Dates and long integers stay text, as they are in other forms.
    return parse(text, { schema: "core", intAsBigInt: false });
  } catch (cause) {
    const [start] = cause instanceof YAMLParseError ? (cause.linePos ?? []) : [];
    const place = start ? `, line ${start.line}, column ${start.col}` : "";
    throw new TableError(file, `${file}${place}: is not valid YAML.`, { cause });
  }
}
