/** Predictions have nine decimals. Ties are settled below them, with room for 40 models. */
const TIE = 2e-11;

/** By model, what is added to 1 − score so that of equal predictions the cheapest is chosen, then the first, as when routers are judged. */
export function modelTies(meanCosts: ArrayLike<number> | null, models: number): Float64Array {
  const cost = (m: number) => {
    const known = meanCosts?.[m] ?? Number.NaN;
    return Number.isFinite(known) ? known : Number.MAX_VALUE;
  };
  const order = Array.from({ length: models }, (_, m) => m).sort((a, b) => cost(a) - cost(b) || a - b);
  const ties = new Float64Array(models);
  order.forEach((m, rank) => {
    ties[m] = TIE * rank;
  });
  return ties;
}
