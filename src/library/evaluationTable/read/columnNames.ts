import { MAX_COLUMNS, TableError } from "./rawTable.ts";

/** Column names, made unique; empty ones at the end are dropped. Throws a TableError for duplicates. */
export function columnNames(cells: readonly string[], file: string): string[] {
  let end = cells.length;
  while (end > 1 && cells[end - 1]!.trim() === "") end--;
  const names = cells.slice(0, end).map((name) => name.trim());
  if (names.length > MAX_COLUMNS) {
    throw new TableError(file, `${file} has more than ${MAX_COLUMNS} columns. Leave out those that are not needed.`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new TableError(file, `${file} has two columns “${name}”. Rename one.`);
    seen.add(name);
  }
  return names;
}
