/**
 * What a router reads of a text without a tokenizer: its lines, ten numbers of its surface, hashed words and parts of words. The page
 * that trained the router runs this same file. Used by route_features.mjs.
 */

/** Hashed words and pairs of words come first, then parts of words. */
export const WORD_COLUMNS = 2 ** 15;
export const CHARACTER_COLUMNS = 2 ** 16;
/** Lengths of parts of words. */
const SHORTEST = 3;
const LONGEST = 5;
const SPACE = 0x20;
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
/** @type {Readonly<Record<string, string>>} */
const ESCAPES = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\x07", "\n": "" };
/** @type {Readonly<Record<string, number>>} */
const HEX_LENGTHS = { x: 2, u: 4, U: 8 };

/**
 * The lines of a text, or of the list of strings that it is, trimmed, without empty ones.
 * @param {string} text
 * @returns {string[]}
 */
export function linesOf(text) {
  return (pythonStrings(text)?.join("\n") ?? text)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/**
 * The text's lines without those that the prompts of the table share; all of its lines if nothing else is left.
 * @param {string} text
 * @param {ReadonlySet<string>} common
 * @returns {string}
 */
export function cleaned(text, common) {
  const lines = linesOf(text);
  const own = lines.filter((line) => !common.has(line));
  return (own.length > 0 ? own : lines).join("\n");
}

/**
 * The strings of a list as Python writes it, such as `['a', "it's"]`: RouterBench stores its prompts like this. Null for any
 * other text.
 * @param {string} text
 * @returns {string[] | null}
 */
export function pythonStrings(text) {
  const source = text.trim();
  if (!source.startsWith("[") || !source.endsWith("]")) return null;
  /** @type {string[]} */
  const strings = [];
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

/**
 * A Python string literal from `start` on, and where it ends.
 * @param {string} source
 * @param {number} start
 * @returns {{ text: string, end: number } | null}
 */
function quoted(source, start) {
  const quote = source[start];
  if (quote !== "'" && quote !== '"') return null;
  /** @type {string[]} */
  const parts = [];
  let from = start + 1;
  for (let at = from; at < source.length; at++) {
    if (source[at] === quote) return { text: parts.join("") + source.slice(from, at), end: at + 1 };
    if (source[at] !== "\\") continue;
    parts.push(source.slice(from, at));
    const letter = source[at + 1] ?? "";
    const length = HEX_LENGTHS[letter] ?? 0;
    const digits = source.slice(at + 2, at + 2 + length);
    const code = Number.parseInt(digits, 16);
    if (length > 0 && /^[\da-f]+$/i.test(digits) && digits.length === length && code <= 0x10ffff) {
      parts.push(String.fromCodePoint(code));
      at += 1 + length;
    } else {
      // Python keeps the backslash of an escape that it does not know.
      parts.push(Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : /['"\\]/.test(letter) ? letter : `\\${letter}`);
      at++;
    }
    from = at + 1;
  }
  return null;
}

/**
 * Ten numbers of a text's surface. Lengths are in code points; words are split at white space; shares are of length + 1.
 * @param {string} text
 * @returns {Float64Array<ArrayBuffer>}
 */
export function surface(text) {
  /** @param {RegExp} pattern */
  const count = (pattern) => text.match(pattern)?.length ?? 0;
  const length = Array.from(text).length;
  const words = count(/\S+/gu);
  return Float64Array.of(
    Math.log1p(length),
    Math.log1p(words),
    Math.log1p(count(/\n/g)),
    Math.log1p(count(/\p{Nd}/gu)),
    Math.log1p(count(/\p{Nd}+/gu)),
    count(/[A-Z]/g) / (length + 1),
    count(/[^\0-\x7f]/gu) / (length + 1),
    count(/[(){}[\];=<>_]/g) / (length + 1),
    Math.log1p(count(/\?/g)),
    length / (words + 1),
  );
}

/**
 * Tells the column of every word, pair of neighbouring words and part of a word (with a space before and after the word), as often as it
 * occurs. The hash is FNV-1a over UTF-8; terms with equal hashes share a column.
 * @param {string} text
 * @param {(column: number) => void} add
 */
export function eachTerm(text, add) {
  /** @type {number | null} */
  let before = null;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = [SPACE, ...Array.from(word, (letter) => /** @type {number} */ (letter.codePointAt(0))), SPACE];
    let own = BASIS;
    // The hash of a pair goes on from that of its first word and a space.
    let pair = before === null ? 0 : hashed(before, SPACE);
    for (let at = 1; at < padded.length - 1; at++) {
      own = hashed(own, padded[at]);
      pair = hashed(pair, padded[at]);
    }
    add((own >>> 0) % WORD_COLUMNS);
    if (before !== null) add((pair >>> 0) % WORD_COLUMNS);
    before = own;
    for (let start = 0; start < padded.length; start++) {
      let running = BASIS;
      const end = Math.min(padded.length, start + LONGEST);
      for (let at = start; at < end; at++) {
        running = hashed(running, padded[at]);
        if (at - start + 1 >= SHORTEST) add(WORD_COLUMNS + ((running >>> 0) % CHARACTER_COLUMNS));
      }
    }
  }
}

/** @param {number} hash @param {number} byte */
const step = (hash, byte) => Math.imul(hash ^ byte, PRIME);

/** FNV-1a gone on by a code point's UTF-8 bytes. @param {number} hash @param {number} code @returns {number} */
function hashed(hash, code) {
  if (code < 0x80) return step(hash, code);
  const last = 0x80 | (code & 0x3f);
  if (code < 0x800) return step(step(hash, 0xc0 | (code >>> 6)), last);
  const third = 0x80 | ((code >>> 6) & 0x3f);
  if (code < 0x10000) return step(step(step(hash, 0xe0 | (code >>> 12)), third), last);
  return step(step(step(step(hash, 0xf0 | (code >>> 18)), 0x80 | ((code >>> 12) & 0x3f)), third), last);
}
