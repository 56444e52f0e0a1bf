export type CsvCell = string | number;

/** Excel takes a file for UTF-8 only when it begins with this mark; other readers skip it. */
const BYTE_ORDER_MARK = "\uFEFF";
/** First characters that make a spreadsheet read a cell as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table as CSV (RFC 4180) that spreadsheets open right: UTF-8 with its mark, quoted where it must be, lines ended by CR LF. Unknown
 * figures are left empty. A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers never do.
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

/** A float32 of the benchmark in the digits that it has: 0.1 and not 0.10000000149011612. */
export const single = (value: number): number => Number(Math.fround(value).toPrecision(7));
