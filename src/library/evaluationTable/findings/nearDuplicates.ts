/** Prompts that two lists have in common: verbatim, or nearly, measured by shared words. */

/** Share of common words among all words of two near-duplicates (Jaccard index). */
const ALIKE = 0.85;
/** Shorter prompts may be similar by chance. */
const FEWEST_WORDS = 8;
/** A word that occurs in more prompts than this is not used to find candidates. */
const COMMON = 50;
/** For longer lists, only exact repeats are searched. */
const MOST_PROMPTS = 20_000;

/** @returns the places in `second` of prompts that `first` has too: verbatim, and nearly */
export function nearDuplicates(
  first: readonly string[],
  second: readonly string[],
): { exact: number[]; near: number[] } {
  const known = new Set(first.map(plain));
  const written = [...second.keys()].filter((i) => second[i] !== "");
  const exact = written.filter((i) => known.has(plain(second[i]!)));
  if (first.length > MOST_PROMPTS || second.length > MOST_PROMPTS) return { exact, near: [] };
  const words = first.map(wordsOf);
  const byWord = new Map<string, number[]>();
  words.forEach((set, i) => {
    for (const word of set) {
      const places = byWord.get(word);
      if (!places) byWord.set(word, [i]);
      else if (places.length <= COMMON) places.push(i);
    }
  });
  const near = written.filter((at) => {
    if (known.has(plain(second[at]!))) return false;
    const own = wordsOf(second[at]!);
    if (own.size < FEWEST_WORDS) return false;
    const candidates = new Set<number>();
    for (const word of own) {
      const places = byWord.get(word) ?? [];
      if (places.length <= COMMON) for (const i of places) candidates.add(i);
    }
    return [...candidates].some((i) => similarity(own, words[i]!) >= ALIKE);
  });
  return { exact, near };
}

const plain = (text: string): string => text.trim().replace(/\s+/g, " ");
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both / (a.size + b.size - both);
}
