/** What a router reads of a text, as the page computes it: ten numbers of its surface, hashed terms, ids of its tokens. Used by route.mjs. */

import { eachTerm } from "./route_text.mjs";

export { cleaned, surface } from "./route_text.mjs";

/** Columns of hashed words, pairs of words and parts of words, and 1 + ln of how often each occurs; never empty. */
export function hashedTerms(text) {
  const counts = new Map();
  eachTerm(text, (column) => counts.set(column, (counts.get(column) ?? 0) + 1));
  const columns = [...counts.keys()].sort((a, b) => a - b);
  return {
    columns: BigInt64Array.from([0, ...columns], BigInt),
    values: Float32Array.from([0, ...columns.map((column) => 1 + Math.log(counts.get(column)))]),
  };
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
