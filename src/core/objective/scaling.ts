/** How a constraint's raw values are scaled to [0, 1]. */
export type Scale = "log" | "linear";

/**
 * Min–max scores C of raw values over the library: 0 for the smallest (best), 1 for the largest. NaN stays NaN, and so does a value
 * without a logarithm on a log scale. When all known values are equal, every score is 0: the constraint cannot tell the experts
 * apart.
 */
export function minMax(values: ArrayLike<number>, scale: Scale): Float64Array {
  const places = Float64Array.from(values, (value) => {
    if (scale === "log") return value > 0 && Number.isFinite(value) ? Math.log(value) : Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  });
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    if (place < low) low = place;
    if (place > high) high = place;
  }
  return places.map((place) => (high > low ? (place - low) / (high - low) : place - low));
}
