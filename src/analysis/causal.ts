/** Which experts of a library are causal language models, and what their readings of a text say. */
import type { Library } from "../library/load.ts";
import { taskOf } from "../library/manifest/manifestFacts.ts";

/** Whether an expert predicts each token from those before it, instead of filling in hidden words. */
export function isCausal({ calibrated, manifest }: Pick<Library, "calibrated" | "manifest">, id: string): boolean {
  const added = calibrated?.get(id);
  return added ? added.facts.causal !== undefined : taskOf(manifest) === "causal";
}

/** Whether it is of the other task than its library, so that its loss is on another scale. */
export const isOfOtherTask = (library: Pick<Library, "calibrated" | "manifest">, id: string): boolean =>
  isCausal(library, id) !== (taskOf(library.manifest) === "causal");

/**
 * Bits per byte, as lm-evaluation-harness defines it: Σ −ln p ⁄ (ln 2 · bytes of the original text in UTF-8). It can be compared between
 * tokenizers. NaN for a text without a token that has a loss.
 */
export const bitsPerByte = ({ nats, scored, bytes }: { nats: number; scored: number; bytes: number }): number =>
  scored === 0 || bytes === 0 ? Number.NaN : nats / (Math.LN2 * bytes);

/** Upper ends of the shades of surprisal, in nats; the last shade has none. */
export const SHADE_ENDS = [1, 2, 4, 6, 8] as const;

/** The shade of a token, from 0; null without a loss. */
export function shadeOf(nats: number | null): number | null {
  if (nats === null) return null;
  const shade = SHADE_ENDS.findIndex((end) => nats < end);
  return shade < 0 ? SHADE_ENDS.length : shade;
}
