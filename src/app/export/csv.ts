export type CsvCell = string | number;

/** Excel only reads a file as UTF-8 if it begins with this mark; other readers skip it. */
const BYTE_ORDER_MARK = "\uFEFF";
/** First characters that make a spreadsheet read a cell as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table as CSV (RFC 4180) that spreadsheets open correctly: UTF-8 with a byte-order mark, quotes where necessary, lines ending in
 * CR LF. Unknown figures are left empty. Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers never
 * do.
 */
export function toCsv(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [head, ...rows].map((cells) => cells.map(written).join(","));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function written(cell: CsvCell): string {
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A float32 of the benchmark with its significant digits: 0.1, not 0.10000000149011612. */
export const single = (value: number): number => Number(Math.fround(value).toPrecision(7));
