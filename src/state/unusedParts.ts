import { decodeView, encodeView } from "./url.ts";

/** More than a reader would look at. */
const MAX_PARTS = 40;

/**
 * Keys of a link's fragment that change nothing: misspelt, damaged, or of another version. What they stand for is at its default.
 * A key is unused when the link without it gives the same view.
 */
export function unusedParts(fragment: string): string[] {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const whole = encodeView(decodeView(parameters.toString()));
  const keys = [...new Set(parameters.keys())].slice(0, MAX_PARTS);
  return keys.filter((key) => {
    const without = new URLSearchParams(parameters);
    without.delete(key);
    return encodeView(decodeView(without.toString())) === whole;
  });
}
