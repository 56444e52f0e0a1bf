/** Tokens of the typed prompt that are hidden from the experts: indices into `Prediction.texts`. */

/**
 * Masks after the text was edited: they stay on the tokens before and after the edit, and are dropped for replaced tokens.
 * @param before @param after tokens of the text before and after the edit
 * @returns the same array when nothing moves
 */
export function carriedMasks(
  before: readonly string[],
  after: readonly string[],
  masks: readonly number[],
): readonly number[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const shift = after.length - before.length;
  const kept = masks.flatMap((place) => {
    if (place < head) return [place];
    return place >= before.length - tail && place < before.length ? [place + shift] : [];
  });
  return kept.length === masks.length && kept.every((place, k) => place === masks[k]) ? masks : kept;
}

/** Whether a token continues the preceding word: "ing" after " walk", but not " the", "," or "x" after ",". */
const CONTINUES = /^[\p{L}\p{N}\p{M}'’]/u;
const ENDS_OPEN = /[\p{L}\p{N}\p{M}'’]$/u;

/** Indices of the tokens that make up the word at an index, ascending: the token itself, and the others of its word. */
export function wordAround(texts: readonly string[], place: number): number[] {
  const goesOn = (at: number) =>
    at > 0 && at < texts.length && CONTINUES.test(texts[at]!) && ENDS_OPEN.test(texts[at - 1]!);
  let first = place;
  let last = place;
  while (goesOn(first)) first--;
  while (goesOn(last + 1)) last++;
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}

/** The masks with some indices toggled: all switched on, unless all were on already. */
export function toggledMasks(masks: readonly number[], places: readonly number[]): number[] {
  const off = places.every((place) => masks.includes(place));
  const others = masks.filter((place) => !places.includes(place));
  return off ? others : [...others, ...places].sort((a, b) => a - b);
}
