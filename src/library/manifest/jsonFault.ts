/**
 * Where a text stops being valid JSON. Browsers give the position of some errors only, each in its own wording; someone who edits a
 * manifest needs line and column for all of them.
 */

const SPACE = /[ \t\n\r]*/y;
/** Control characters are only allowed unescaped from U+007F on. */
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What may come next. `…OrEnd`: right after an opening bracket, which may be closed at once. */
type Expected = "value" | "valueOrEnd" | "key" | "keyOrEnd" | "colon" | "comma";

/** Index of the first invalid character, the text's length when it ends too early; −1 for valid JSON. */
export function jsonFault(text: string): number {
  const open: ("}" | "]")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found !== null;
  };
  for (;;) {
    take(SPACE);
    const next = text[at];
    if (expected === "comma" && open.length === 0) return next === undefined ? -1 : at;
    const closes = next !== undefined && next === open.at(-1);
    if (closes && (expected === "comma" || expected.endsWith("OrEnd"))) {
      open.pop();
      at++;
      expected = "comma";
    } else if (expected === "comma") {
      if (next !== ",") return at;
      at++;
      expected = open.at(-1) === "}" ? "key" : "value";
    } else if (expected === "colon") {
      if (next !== ":") return at;
      at++;
      expected = "value";
    } else if (expected === "key" || expected === "keyOrEnd") {
      if (!take(STRING)) return at;
      expected = "colon";
    } else if (next === "{" || next === "[") {
      open.push(next === "{" ? "}" : "]");
      at++;
      expected = next === "{" ? "keyOrEnd" : "valueOrEnd";
    } else {
      if (!take(STRING) && !take(SCALAR)) return at;
      expected = "comma";
    }
  }
}

/** "line 3, column 8": lines and columns count from 1. */
export function placeOf(text: string, index: number): string {
  const lines = text.slice(0, index).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}
