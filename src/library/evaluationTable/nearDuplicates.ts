/** Prompts that two lists have in common: verbatim, or nearly, measured by shared words. */

/** Share of common words among all words of two near-duplicates (Jaccard index). */
const ALIKE = 0.85;
/** Shorter prompts may be similar by chance. */
const FEWEST_WORDS = 8;
/** A word that occurs in more prompts than this is not used to find candidates. */
const COMMON = 50;
/** For longer lists, only exact repeats are searched. */
const MOST_PROMPTS = 20_000;

/** @returns how many of `second` are in `first`: exactly, and nearly */
export function nearDuplicates(first: readonly string[], second: readonly string[]): { exact: number; near: number } {
  const known = new Set(first.map(plain));
  const others = second.filter((text) => text !== "" && !known.has(plain(text)));
  const exact = second.filter((text) => text !== "").length - others.length;
  if (first.length > MOST_PROMPTS || second.length > MOST_PROMPTS) return { exact, near: 0 };
  const words = first.map(wordsOf);
  const byWord = new Map<string, number[]>();
  words.forEach((set, i) => {
    for (const word of set) byWord.set(word, [...(byWord.get(word) ?? []), i].slice(0, COMMON + 1));
  });
  const near = others.filter((text) => {
    const own = wordsOf(text);
    if (own.size < FEWEST_WORDS) return false;
    const shared = new Map<number, number>();
    for (const word of own) {
      const places = byWord.get(word) ?? [];
      if (places.length <= COMMON) for (const i of places) shared.set(i, (shared.get(i) ?? 0) + 1);
    }
    return [...shared.keys()].some((i) => similarity(own, words[i]!) >= ALIKE);
  }).length;
  return { exact, near };
}

const plain = (text: string): string => text.trim().replace(/\s+/g, " ");
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both / (a.size + b.size - both);
}
