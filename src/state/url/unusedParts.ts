import { readFragment, writeFragment } from "./linkText.ts";
import { CUT, decodeView, encodeView } from "./url.ts";

/** More than a reader would look at. */
const MAX_PARTS = 40;

/**
 * Keys of a link's fragment that change nothing: misspelt, damaged, or of another version. What they stand for is at its default.
 * A key is unused when the link without it gives the same view.
 */
export function unusedParts(fragment: string): string[] {
  const parameters = readFragment(fragment);
  const whole = encodeView(decodeView(writeFragment(parameters)));
  const keys = [...new Set(parameters.keys())].filter((key) => key !== CUT).slice(0, MAX_PARTS);
  return keys.filter((key) => {
    const without = new URLSearchParams(parameters);
    without.delete(key);
    return encodeView(decodeView(writeFragment(without))) === whole;
  });
}
