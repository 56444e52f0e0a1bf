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
  const numbers = new Map<number | string, number>();
  const of = Int32Array.from(names as ArrayLike<number>, (name: number | string) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
  return { of, count: numbers.size };
}
