export type CsvCell = string | number;

/** A table as CSV (RFC 4180): quoted where it must be, lines ended by CR LF; unknown figures are left empty. */
export function toCsv(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [head, ...rows].map((cells) => cells.map(written).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function written(cell: CsvCell): string {
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A float32 of the benchmark in the digits that it has: 0.1 and not 0.10000000149011612. */
export const single = (value: number): number => Number(Math.fround(value).toPrecision(7));
