/**
 * Clusters for resampling: prompts cut from one document are alike, so a document is drawn with all of its prompts. Otherwise
 * intervals would be too narrow.
 */
export interface Clusters {
  /** Cluster index of each prompt, numbered from 0 in order of first appearance. */
  of: Int32Array;
  count: number;
}

/** Numbers the clusters of some prompts. @param names per prompt, any value that is equal within a cluster only */
export function clustersOf(names: ArrayLike<number | string>): Clusters {
  const of = new Int32Array(names.length);
  if (names instanceof Int32Array && names.every((name) => name >= 0 && name < names.length)) {
    // Numbers of rows, which need no index.
    const known = new Int32Array(names.length).fill(-1);
    let count = 0;
    for (let i = 0; i < names.length; i++) {
      if (known[names[i]!] === -1) known[names[i]!] = count++;
      of[i] = known[names[i]!]!;
    }
    return { of, count };
  }
  const numbers = new Map<number | string, number>();
  for (let i = 0; i < names.length; i++) {
    const known = numbers.get(names[i]!) ?? numbers.size;
    if (known === numbers.size) numbers.set(names[i]!, known);
    of[i] = known;
  }
  return { of, count: numbers.size };
}
