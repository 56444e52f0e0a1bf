/** The router's answers for many texts, one row per text. */
export interface RoutedTexts {
  /** Predicted losses, texts × experts in the order of the manifest's router.experts; NaN for a text without tokens. */
  losses: Float32Array | Float64Array;
  /** The router's pooled states, texts × dimensions. */
  states: Float32Array;
  /** Tokens read of each text, not counting [CLS] and [SEP]. */
  tokens: Uint16Array;
}

/** Before the first answer: how many experts and dimensions there are is not known yet. */
export function notYetRouted(texts: number): RoutedTexts {
  return { losses: new Float32Array(0), states: new Float32Array(0), tokens: new Uint16Array(texts) };
}

/**
 * Puts the answers for some texts where these texts stand among all. The first answers make the room.
 * @param some one row per text of `rows`; without losses when none of them has tokens
 * @param all is written to; its rows that are never placed keep NaN losses and no tokens
 */
export function placeRouted(some: RoutedTexts, rows: readonly number[], all: RoutedTexts): void {
  const [experts, size] = [some.losses.length / rows.length, some.states.length / rows.length];
  if (all.losses.length === 0) {
    all.losses = new Float32Array(all.tokens.length * experts).fill(Number.NaN);
    all.states = new Float32Array(all.tokens.length * size);
  }
  rows.forEach((row, k) => {
    all.losses.set(some.losses.subarray(k * experts, (k + 1) * experts), row * experts);
    all.states.set(some.states.subarray(k * size, (k + 1) * size), row * size);
    all.tokens[row] = some.tokens[k]!;
  });
}
