import { withCommas } from "../../core/withCommas.ts";
import { type Column, type RawTable, TableError } from "../evaluationTable/read/rawTable.ts";
import { readText, wholeText } from "../evaluationTable/read/textChunks.ts";

/** Most prompts of one file: their texts and predictions stay in the page's memory. */
export const MAX_PROMPTS = 200_000;

/** Names of files that hold one prompt a line. */
const LINES = /\.(?:txt|text|prompts|md|log)$/i;
/** Names of the column with the prompts, the likeliest first. */
const COLUMNS = ["prompt", "text", "question", "query", "input", "instruction", "message", "content", "sentence"];

/**
 * The prompts in a file: one a line of plain text, the prompt column of a table of any kind that can be imported, or a JSON list of
 * texts. Empty ones are left out. Throws a LibraryError that names the file and says what to do.
 */
export async function readPrompts(file: Blob, name: string): Promise<string[]> {
  const prompts = (await ofText(file, name)) ?? (await ofTable(file, name));
  const kept = prompts.filter((prompt) => prompt.trim() !== "");
  if (kept.length === 0) throw new TableError(name, `${name} has no prompts: every line or cell is empty.`);
  if (kept.length > MAX_PROMPTS) {
    const most = withCommas(MAX_PROMPTS);
    throw new TableError(name, `${name} has ${withCommas(kept.length)} prompts; at most ${most} fit. Split the file.`);
  }
  return kept;
}

/** Lines of plain text, or a JSON list of texts; null for anything else. */
async function ofText(file: Blob, name: string): Promise<string[] | null> {
  const lines = LINES.test(name);
  const beginning = (await file.slice(0, 64).text()).replace(/^\uFEFF/, "").trimStart();
  if (!lines && !/^\[\s*(?:"|$)/.test(beginning)) return null;
  const text = (await readText(file, wholeText)).replace(/^\uFEFF/, "");
  if (lines) return text.split(/\r\n|\n|\r/);
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === "string") ? list : null;
  } catch {
    // The reader of tables says what is wrong with it, and where.
    return null;
  }
}

async function ofTable(file: Blob, name: string): Promise<string[]> {
  const { openTable } = await import("../evaluationTable/read/openTable.ts");
  const table = await openTable(file, name);
  const column = promptColumn(table);
  return Array.from({ length: table.rows }, (_, row) => column.text(row));
}

/** The column whose name says so, or the only one. */
function promptColumn({ columns, file }: RawTable): Column {
  const called = (name: string) => columns.find((column) => column.name.trim().toLowerCase() === name);
  for (const name of COLUMNS) {
    const found = called(name);
    if (found) return found;
  }
  if (columns.length === 1) return columns[0]!;
  const names = columns
    .slice(0, 6)
    .map(({ name }) => `“${name}”`)
    .join(", ");
  throw new TableError(
    file,
    `${file} has no column with prompts: it has ${names}${columns.length > 6 ? ", …" : ""}. Call one of them “prompt”.`,
  );
}
