/**
 * What is drawn when prompts are resampled: prompts of one document are alike, so a document is drawn with all of its prompts.
 * Otherwise intervals would be too narrow.
 */
export interface Clusters {
  /** Number of every prompt's cluster, from 0 in the order in which the clusters first appear. */
  of: Int32Array;
  count: number;
}

/** Numbers the clusters of some prompts. @param names anything by prompt that is alike within a cluster only */
export function clustersOf(names: ArrayLike<number | string>): Clusters {
  const numbers = new Map<number | string, number>();
  const of = Int32Array.from(names as ArrayLike<number>, (name: number | string) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
  return { of, count: numbers.size };
}
