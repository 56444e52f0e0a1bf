/** What a router reads of a text, as the page computes it: ten numbers of its surface, hashed terms, ids of its tokens. Used by route.mjs. */

const WORD_COLUMNS = 2 ** 15;
const CHARACTER_COLUMNS = 2 ** 16;
const ESCAPES = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\x07", "\n": "" };
const HEX_LENGTHS = { x: 2, u: 4, U: 8 };
const utf8 = new TextEncoder();

/** The text's lines, trimmed, without empty ones and those that the prompts of the table share. @param {Set<string>} common */
export function cleaned(text, common) {
  const lines = (pythonStrings(text)?.join("\n") ?? text)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const own = lines.filter((line) => !common.has(line));
  return (own.length > 0 ? own : lines).join("\n");
}

/** The strings of a list as Python writes it; null for any other text. */
export function pythonStrings(text) {
  const source = text.trim();
  if (source.length < 2 || !source.startsWith("[") || !source.endsWith("]")) return null;
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

function quoted(source, start) {
  const quote = source[start];
  if (quote !== "'" && quote !== '"') return null;
  let text = "";
  for (let at = start + 1; at < source.length; ) {
    if (source[at] === quote) return { text, end: at + 1 };
    if (source[at] !== "\\") {
      text += source[at++];
      continue;
    }
    const letter = source[at + 1] ?? "";
    const length = HEX_LENGTHS[letter] ?? 0;
    const digits = source.slice(at + 2, at + 2 + length);
    const code = Number.parseInt(digits, 16);
    if (length > 0 && digits.length === length && /^[\da-f]+$/i.test(digits) && code <= 0x10ffff) {
      text += String.fromCodePoint(code);
      at += 2 + length;
    } else {
      text += Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : /['"\\]/.test(letter) ? letter : `\\${letter}`;
      at += 2;
    }
  }
  return null;
}

/** Ten numbers of a text's surface. */
export function surface(text) {
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

/** Columns of hashed words, pairs of words and parts of words, and 1 + ln of how often each occurs; never empty. */
export function hashedTerms(text) {
  const counts = new Map();
  const add = (column) => counts.set(column, (counts.get(column) ?? 0) + 1);
  let before = null;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const own = fnv1a(word);
    add(own % WORD_COLUMNS);
    if (before !== null) add(fnv1a(` ${word}`, before) % WORD_COLUMNS);
    before = own;
    const padded = Array.from(` ${word} `);
    for (let start = 0; start < padded.length; start++) {
      for (let end = start + 3; end <= Math.min(padded.length, start + 5); end++) {
        add(WORD_COLUMNS + (fnv1a(padded.slice(start, end).join("")) % CHARACTER_COLUMNS));
      }
    }
  }
  const columns = [...counts.keys()].sort((a, b) => a - b);
  return {
    columns: BigInt64Array.from([0, ...columns], BigInt),
    values: Float32Array.from([0, ...columns.map((column) => 1 + Math.log(counts.get(column)))]),
  };
}

function fnv1a(text, start = 0x811c9dc5) {
  let hash = start;
  for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Reads the ids of a text's tokens as the language model behind a feature does. @param encode ids of a text, without any around it */
export function tokenReader(encode, { apart, maskToken, room, windows, before, after, empty }) {
  const longest = apart.filter((token) => [...token].length > 1).sort((a, b) => b.length - a.length);
  const escaped = longest.map((token) => token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const pattern = longest.length > 0 ? new RegExp(escaped.join("|"), "gu") : null;
  // Special tokens that stand in the text are text: they are cut after their first letter.
  const idsOf = (text) => {
    const cuts = pattern ? [...text.matchAll(pattern)].map(({ 0: token, index }) => index + [...token][0].length) : [];
    return [0, ...cuts].flatMap((from, k) => encode(text.slice(from, cuts[k] ?? text.length)));
  };
  /** Ids and mask, windows × tokens. */
  return (text) => {
    const plain = text.replace(/\p{Surrogate}/gu, "\uFFFD");
    const ids = idsOf(maskToken === null ? plain : plain.replace(/\[MASK\]|<mask>/g, () => maskToken));
    const count = windows ? Math.max(1, Math.ceil(ids.length / room)) : 1;
    const sequences = Array.from({ length: count }, (_, w) => {
      const sequence = [...before, ...ids.slice(w * room, (w + 1) * room), ...after];
      return sequence.length > 0 ? sequence : empty;
    });
    const columns = Math.max(...sequences.map(({ length }) => length));
    const read = new BigInt64Array(count * columns);
    const mask = new BigInt64Array(count * columns);
    sequences.forEach((sequence, row) => {
      read.set(sequence.map(BigInt), row * columns);
      mask.fill(1n, row * columns, row * columns + sequence.length);
    });
    return { ids: read, mask, dims: [count, columns] };
  };
}

/** An input of a language model by its name. */
export function filled(name, { ids, mask, dims }) {
  if (name === "position_ids") return ids.map((_, at) => BigInt(at % dims[1]));
  return name === "input_ids" ? ids : name === "attention_mask" ? mask : ids.map(() => 0n);
}
