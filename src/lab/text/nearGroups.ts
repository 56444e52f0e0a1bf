/** Groups of prompts that are nearly the same: a test prompt whose twin was trained on flatters a router. */

/** Jaccard index of the words of two near-duplicates, at least. */
const ALIKE = 0.9;
/** Shorter prompts may be alike by chance. */
const FEWEST_WORDS = 8;

/**
 * Groups near-duplicates; what is alike in a chain is one group. Exact: only words in the rarest part of each set need to be
 * compared, because two sets that share 90% of their words cannot differ in all of it (prefix filtering).
 * @param keys see promptKey
 * @returns for each key the index of the first one of its group
 */
export function nearGroups(keys: readonly string[]): Int32Array {
  const first = Int32Array.from(keys.keys());
  const root = (i: number): number => {
    let at = i;
    while (first[at] !== at) at = first[at] = first[first[at]!]!;
    return at;
  };
  const join = (a: number, b: number) => {
    const [low, high] = [root(a), root(b)].sort((x, y) => x - y) as [number, number];
    first[high] = low;
  };
  const seen = new Map<string, number>();
  const unique: number[] = [];
  for (const [i, key] of keys.entries()) {
    const known = seen.get(key);
    if (known === undefined) {
      seen.set(key, i);
      unique.push(i);
    } else join(known, i);
  }
  const sets = rankedWords(unique.map((i) => keys[i]!));
  // Short sets first: a candidate is never longer than the set that looks for it.
  const order = unique.map((_, k) => k).sort((a, b) => sets[a]!.length - sets[b]!.length || a - b);
  const byWord = new Map<number, number[]>();
  for (const k of order) {
    const set = sets[k]!;
    if (set.length < FEWEST_WORDS) continue;
    const candidates = new Set<number>();
    const prefix = set.subarray(0, set.length - Math.ceil(ALIKE * set.length) + 1);
    for (const word of prefix) {
      const places = byWord.get(word);
      if (places) for (const other of places) candidates.add(other);
    }
    for (const other of candidates) {
      if (root(unique[k]!) === root(unique[other]!)) continue;
      if (sets[other]!.length >= ALIKE * set.length && areAlike(set, sets[other]!)) join(unique[k]!, unique[other]!);
    }
    for (const word of prefix) {
      const places = byWord.get(word);
      if (places) places.push(k);
      else byWord.set(word, [k]);
    }
  }
  return Int32Array.from(keys.keys(), root);
}

/** The words of each key as numbers, rarest first. */
function rankedWords(keys: readonly string[]): Int32Array[] {
  const words = keys.map((key) => [...new Set(key.split(" "))]);
  const counts = new Map<string, number>();
  for (const set of words) for (const word of set) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ranks = new Map(
    [...counts].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([word], i) => [word, i]),
  );
  return words.map((set) => Int32Array.from(set, (word) => ranks.get(word)!).sort());
}

function areAlike(a: Int32Array, b: Int32Array): boolean {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      both++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return both >= ALIKE * (a.length + b.length - both);
}
