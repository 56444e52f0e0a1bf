import type { TrainedOnTable } from "./tableRouter.ts";

/**
 * A router's predictions in the order of a library's experts: 1 − score, and so little more that of equals the cheapest is chosen.
 * NaN for an expert that the router does not know.
 * @param losses 1 − score by model of the router, from `offset` on
 */
export const routerLosses = (
  { places, ties }: Pick<TrainedOnTable, "places" | "ties">,
  losses: ArrayLike<number>,
  offset = 0,
): Float64Array =>
  Float64Array.from(places, (place, k) => (place < 0 ? Number.NaN : losses[offset + place]! + ties[k]!));
