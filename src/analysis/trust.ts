import type { Manifest } from "../library/manifest/manifest.ts";
import type { PlacedPrompt } from "../workers/map/place.ts";

type Router = NonNullable<Manifest["router"]>;

/**
 * Between which losses, nats per token, the chosen expert's measured one lies in `share` of all prompts of this length; null where
 * the library does not tell.
 */
export function predictedRange(
  { predictionRange }: Router,
  tokens: number,
  predicted: number,
): { low: number; high: number; share: number } | null {
  if (!predictionRange || !Number.isFinite(predicted)) return null;
  const { byTokens, share } = predictionRange;
  const { low, high } = byTokens.find(({ upTo }) => tokens <= upTo) ?? byTokens.at(-1)!;
  return { low: Math.max(0, predicted + low), high: Math.max(0, predicted + high), share };
}

/**
 * The greatest share of prompts that a placed one is farther from all measured prompts than, 0 … 1; 0 where it is as near as any,
 * null where the library does not tell.
 */
export function unfamiliarity({ familiarity }: Router, placed: PlacedPrompt | null): number | null {
  if (!familiarity || !placed) return null;
  const near = placed.neighbors.slice(0, familiarity.neighbors);
  if (near.length < familiarity.neighbors) return null;
  const distance = near.reduce((sum, neighbor) => sum + neighbor.distance, 0) / near.length;
  const passed = Object.entries(familiarity.quantiles).filter(([, quantile]) => distance > quantile);
  return Math.max(0, ...passed.map(([share]) => Number(share)));
}
