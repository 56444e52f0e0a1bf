/** Samples of the curve, on [0, 3]: where umap-learn and umap-js take theirs. */
const SAMPLES = 300;
const ROUNDS = 50;

/**
 * a and b of the membership 1 / (1 + a d²ᵇ) of two points at distance d on the map that is nearest, in squares, to 1 up to the
 * minimum distance and exp(minDist − d) beyond (McInnes et al. 2018, definition 11). By Levenberg and Marquardt's method.
 */
export function membershipCurve(minDist: number): { a: number; b: number } {
  const xs = Array.from({ length: SAMPLES }, (_, n) => (3 * n) / (SAMPLES - 1));
  const wanted = xs.map((x) => (x < minDist ? 1 : Math.exp(minDist - x)));
  const value = (x: number, a: number, b: number) => 1 / (1 + a * x ** (2 * b));
  const misfit = (a: number, b: number) => xs.reduce((sum, x, n) => sum + (wanted[n]! - value(x, a, b)) ** 2, 0);
  let [a, b, damping] = [1, 1, 1e-2];
  for (let round = 0; round < ROUNDS; round++) {
    let [aa, ab, bb, ar, br] = [0, 0, 0, 0, 0];
    xs.forEach((x, n) => {
      if (x === 0) return;
      const y = value(x, a, b);
      const steep = -y * y * x ** (2 * b);
      const [da, db] = [steep, steep * a * 2 * Math.log(x)];
      const rest = wanted[n]! - y;
      aa += da * da;
      ab += da * db;
      bb += db * db;
      ar += da * rest;
      br += db * rest;
    });
    const [p, q] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = p * q - ab * ab;
    const [nextA, nextB] = [a + (q * ar - ab * br) / determinant, b + (p * br - ab * ar) / determinant];
    const better = nextA > 0 && nextB > 0 && misfit(nextA, nextB) <= misfit(a, b);
    if (better) [a, b] = [nextA, nextB];
    damping *= better ? 0.3 : 10;
  }
  return { a, b };
}
