import type { PlacedPrompt } from "../workers/map/place.ts";

/** Number of previous positions that are remembered. */
export const TRAIL_LENGTH = 12;

/**
 * The trail after the typed prompt moved: its previous position is appended. A prompt that stays where it was adds nothing, and
 * when the prompt is gone, so is its trail.
 */
export function withStep(
  trail: readonly PlacedPrompt[],
  from: PlacedPrompt | null,
  to: PlacedPrompt | null,
): readonly PlacedPrompt[] {
  if (!to) return [];
  if (!from || samePlace(from, to)) return trail;
  return [...trail, from].slice(-TRAIL_LENGTH);
}

function samePlace(a: PlacedPrompt, b: PlacedPrompt): boolean {
  return (
    a.neighbors.length === b.neighbors.length &&
    a.neighbors.every(({ index, weight }, i) => index === b.neighbors[i]!.index && weight === b.neighbors[i]!.weight)
  );
}
