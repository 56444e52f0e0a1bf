/**
 * Reads cells with figures: numbers as written by people, spreadsheets and Python, words for right and wrong, words for missing
 * values.
 */

export interface Cell {
  /** NaN for missing values. */
  value: number;
  kind: "missing" | "number" | "word" | "percent" | "unreadable";
}

const MISSING = /^(?:nan|n\/?a|none|null|undefined|missing|nil|-|–|—|\.|\?|#n\/a|<na>)$/i;
const WORDS: Readonly<Record<string, number>> = {
  true: 1,
  yes: 1,
  correct: 1,
  right: 1,
  pass: 1,
  passed: 1,
  win: 1,
  won: 1,
  success: 1,
  y: 1,
  t: 1,
  "✓": 1,
  "✔": 1,
  "✅": 1,
  false: 0,
  no: 0,
  incorrect: 0,
  wrong: 0,
  fail: 0,
  failed: 0,
  loss: 0,
  lose: 0,
  lost: 0,
  n: 0,
  f: 0,
  "✗": 0,
  "✘": 0,
  "❌": 0,
  tie: 0.5,
  tied: 0.5,
  draw: 0.5,
  partial: 0.5,
  "partially correct": 0.5,
};
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const DECIMAL_COMMA = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+(?:e[+-]?\d+)?$/i;
const CURRENCY = /^(?:US)?[$€£]\s*|\s*(?:USD|EUR|US\$|[$€£])$/gi;

/** A longer text is prose, which would take long to look through. */
const LONGEST_FIGURE = 100;

const missing: Cell = { value: Number.NaN, kind: "missing" };
const unreadable: Cell = { value: Number.NaN, kind: "unreadable" };

/** Whether a cell has a comma before decimals, whatever separates the table's cells: thousands have three digits behind it. */
export const hasDecimalComma = (text: string): boolean =>
  /^\s*[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))\s*%?\s*$/.test(text);

/** Reads a cell. @param decimalComma whether a comma is a decimal separator, in tables separated by semicolons or tabs */
export function readCell(text: string, decimalComma = false): Cell {
  const written = text.trim();
  if (written === "" || MISSING.test(written)) return missing;
  if (written.length > LONGEST_FIGURE && !written.startsWith("[")) return unreadable;
  const word = Object.hasOwn(WORDS, written.toLowerCase()) ? WORDS[written.toLowerCase()]! : null;
  if (word !== null) return { value: word, kind: "word" };
  if (NUMBER.test(written)) return { value: Number(written), kind: "number" };
  if (written.endsWith("%")) {
    const share = readCell(written.slice(0, -1), decimalComma);
    return share.kind === "number" ? { value: share.value / 100, kind: "percent" } : unreadable;
  }
  if (written.startsWith("[")) return meanOfList(written);
  const plain = written.replace(CURRENCY, "");
  if (NUMBER.test(plain)) return { value: Number(plain), kind: "number" };
  if (decimalComma && DECIMAL_COMMA.test(plain))
    return { value: Number(plain.replaceAll(".", "").replace(",", ".")), kind: "number" };
  if (THOUSANDS.test(plain)) return { value: Number(plain.replaceAll(",", "")), kind: "number" };
  return unreadable;
}

/** A list of figures, such as the scores of several samples, is averaged. */
function meanOfList(written: string): Cell {
  const values = written
    .slice(1, written.endsWith("]") ? -1 : undefined)
    .split(",")
    .map((one) => (one.trim() === "" || one.trim().startsWith("[") ? unreadable : readCell(one)));
  if (values.some(({ kind }) => kind === "unreadable")) return unreadable;
  const known = values.filter(({ kind }) => kind !== "missing").map(({ value }) => value);
  if (known.length === 0) return missing;
  return { value: known.reduce((sum, value) => sum + value, 0) / known.length, kind: "number" };
}
