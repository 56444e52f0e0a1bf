import { maskedPrompt } from "../fill.ts";
import { repeated } from "../text/masking.ts";
import type { PromptEncoder } from "../text/prompt.ts";
import type { Batch } from "../types.ts";
import type { Probe } from "./backends.ts";

const PROBE_TEXT = "Routing sends each prompt to the expert that will predict it best. ";

/** The inputs for comparing engines, in the sizes of routing and filling, and the one for timing experts. */
export function probesOf(encoder: PromptEncoder): { probe: Probe; whole: Batch } {
  const short = encoder.encode(PROBE_TEXT)!;
  let text = PROBE_TEXT;
  let long = short;
  // The full length that the models read, whatever it is.
  while (!long.truncated) {
    text += text;
    long = encoder.encode(text)!;
  }
  const probe = { single: repeated(short.ids, 1), batch: maskedPrompt(long, encoder.mask).batch };
  return { probe, whole: repeated(long.ids, 1) };
}
