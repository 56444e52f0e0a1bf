/** The spaces in which the benchmark's prompts are laid out: the router's states, and a causal language model's embeddings. */
export const SPACES = ["router", "causal"] as const;
export type Space = (typeof SPACES)[number];

/** Position of each benchmark prompt on a map; NaN where it has none. */
export interface Coordinates {
  x: Float32Array;
  y: Float32Array;
}

/** The adjustable parameters of UMAP (McInnes et al. 2018). */
export interface LayoutSettings {
  seed: number;
  /** Size of a neighbourhood, including the prompt itself. */
  neighbors: number;
  /** Minimum distance between points on the map. */
  minDist: number;
}

/** The work for exact neighbours grows with the square: for more prompts they are searched for by descent, which misses very few. */
export const MOST_EXACT = 10_000;

export const NEIGHBOR_LIMITS = [2, 100] as const;
export const DISTANCE_LIMITS = [0, 1] as const;
export const MAX_SEED = 2 ** 31 - 1;

/** Why these settings are invalid, as a sentence; null if they are valid. */
export function layoutProblem({ seed, neighbors, minDist }: LayoutSettings): string | null {
  const [fewest, most] = NEIGHBOR_LIMITS;
  const [least, largest] = DISTANCE_LIMITS;
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED)) {
    return `The seed must be a whole number from 0 to ${MAX_SEED}.`;
  }
  if (!(Number.isInteger(neighbors) && neighbors >= fewest && neighbors <= most)) {
    return `The number of neighbours must be a whole number from ${fewest} to ${most}.`;
  }
  if (!(minDist >= least && minDist <= largest)) {
    return `The minimum distance must be a number from ${least} to ${largest}.`;
  }
  return null;
}
