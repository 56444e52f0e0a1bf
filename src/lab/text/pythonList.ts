/**
 * The strings of a list as Python writes it, such as `['a', "it's"]`: RouterBench stores its prompts like this. Null for any
 * other text.
 */
export function pythonStrings(text: string): string[] | null {
  const source = text.trim();
  if (!source.startsWith("[") || !source.endsWith("]")) return null;
  const strings: string[] = [];
  let at = 1;
  const skipSpace = () => {
    while (/\s/.test(source[at] ?? "")) at++;
  };
  for (skipSpace(); source[at] !== "]"; skipSpace()) {
    const read = quoted(source, at);
    if (!read) return null;
    strings.push(read.text);
    at = read.end;
    skipSpace();
    if (source[at] === ",") at++;
    else if (source[at] !== "]") return null;
  }
  return at === source.length - 1 && strings.length > 0 ? strings : null;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  "\n": "",
};
const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A Python string literal from `start` on, and where it ends. */
function quoted(source: string, start: number): { text: string; end: number } | null {
  const quote = source[start];
  if (quote !== "'" && quote !== '"') return null;
  const parts: string[] = [];
  let from = start + 1;
  for (let at = from; at < source.length; at++) {
    if (source[at] === quote) return { text: parts.join("") + source.slice(from, at), end: at + 1 };
    if (source[at] !== "\\") continue;
    parts.push(source.slice(from, at));
    const letter = source[at + 1] ?? "";
    const length = HEX_LENGTHS[letter];
    const digits = length === undefined ? "" : source.slice(at + 2, at + 2 + length);
    const code = Number.parseInt(digits, 16);
    if (length !== undefined && /^[\da-f]+$/i.test(digits) && digits.length === length && code <= 0x10ffff) {
      parts.push(String.fromCodePoint(code));
      at += 1 + length;
    } else {
      // Python keeps the backslash of an escape that it does not know.
      parts.push(Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter]! : /['"\\]/.test(letter) ? letter : `\\${letter}`);
      at++;
    }
    from = at + 1;
  }
  return null;
}
