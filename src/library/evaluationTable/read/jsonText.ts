/** JSON as Python writes it: `NaN` and `Infinity` become null, and integers too long for a double become text. */
import { jsonFault, placeOf } from "../../manifest/jsonFault.ts";
import { TableError } from "./rawTable.ts";

/** Number of integer digits that a double represents exactly. */
const SAFE_DIGITS = 15;
const LONG_INTEGER = /^-?\d{16,}$/;
const [QUOTE, MINUS, N, I] = [34, 45, 78, 73];

/**
 * Parses JSON. @param line where the text begins in its file
 * Throws a TableError with line and column.
 */
export function parseJsonText(text: string, file: string, line = 1): unknown {
  try {
    return JSON.parse(/\d{16}|NaN|Infinity/.test(text) ? mended(text) : text);
  } catch {
    const place = placeOf("\n".repeat(line - 1) + text, line - 1 + Math.max(0, jsonFault(text)));
    throw new TableError(file, `${file}, ${place}: is not valid JSON.`);
  }
}

/** The text with non-standard values replaced, outside strings. */
function mended(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  let at = 0;
  const put = (until: number, instead: string) => {
    pieces.push(text.slice(from, at), instead);
    at = until;
    from = until;
  };
  while (at < text.length) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === N && text.startsWith("NaN", at)) put(at + 3, "null");
    else if (character === I && text.startsWith("Infinity", at)) put(at + 8, "null");
    else if (character === MINUS && text.startsWith("-Infinity", at)) put(at + 9, "null");
    else if (character === MINUS || (character >= 48 && character <= 57)) {
      const end = endOfNumber(text, at);
      if (end - at > SAFE_DIGITS && LONG_INTEGER.test(text.slice(at, end))) put(end, `"${text.slice(at, end)}"`);
      else at = end;
    } else at++;
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && /[\d.eE+-]/.test(text[at]!)) at++;
  return at;
}
