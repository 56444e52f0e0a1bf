/**
 * A set of benchmark rows as short text, so that it fits into a link and can be compared by value: one bit per row, in base64url.
 */
export type RowSet = string;

/** Maximum length in a link: enough for 48,000 prompts. */
const MAX_ROW_SET = 8_000;

/** Writes a set of rows; trailing zeros are left out. */
export function writeRowSet(rows: ArrayLike<number>): RowSet {
  let last = -1;
  for (let i = 0; i < rows.length; i++) last = Math.max(last, rows[i]!);
  const bytes = new Uint8Array(Math.ceil((last + 1) / 8));
  for (let i = 0; i < rows.length; i++) bytes[rows[i]! >> 3]! |= 1 << (rows[i]! & 7);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** By row, 1 for a member. Rows that the library does not have are ignored; invalid text gives an empty set. */
export function readRowSet(written: RowSet, rows: number): Uint8Array {
  const mask = new Uint8Array(rows);
  if (!isWellFormed(written)) return mask;
  const binary = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  for (let row = 0; row < Math.min(rows, 8 * binary.length); row++) {
    mask[row] = (binary.charCodeAt(row >> 3) >> (row & 7)) & 1;
  }
  return mask;
}

/** Whether a text has the format of a set and is short enough for a link. */
export function isRowSet(written: string): written is RowSet {
  return written.length <= MAX_ROW_SET && isWellFormed(written);
}

/** Base64url, whose length is never 1 modulo 4. */
const isWellFormed = (written: string): boolean => /^[\w-]*$/.test(written) && written.length % 4 !== 1;

/** The members of a set, ascending. */
export function rowsInSet(written: RowSet, rows: number): number[] {
  const mask = readRowSet(written, rows);
  return [...mask.keys()].filter((row) => mask[row] === 1);
}
