import type { Dtype } from "../../../library/hub/weightForms.ts";
import type { Device } from "../../../workers/customExperts/protocol.ts";

/** Explains a weight format to a user who has to choose one; sizes are relative to fp32. */
export const FORM_WORDS: Readonly<Record<Dtype, string>> = {
  fp32: "as trained",
  fp16: "half the size, the same predictions up to rounding",
  q8: "8 bits: a quarter of the size, nearly the same predictions",
  int8: "8 bits, signed: like q8",
  uint8: "8 bits, unsigned: like q8",
  q4: "4 bits: smaller still, predictions differ more",
  q4f16: "4 bits, the rest in fp16: the smallest, predictions differ more",
  bnb4: "4 bits, bitsandbytes: like q4",
  other: "another author's weights, named after the file",
};

export const WHICH_FORM =
  "Which one? q8 or another form of 8 bits where there is one; fp16 or fp32 to compare exactly.";

/** Forms of 4 and of 8 bits, which are slow or fail on one of the devices where the model is causal. */
const FOUR_BITS: readonly Dtype[] = ["q4", "q4f16", "bnb4"];
const EIGHT_BITS: readonly Dtype[] = ["q8", "int8", "uint8"];

/** What to expect of a causal model in this form on this device; null for nothing in particular. */
export function decoderWarning(dtype: Dtype, device: Device): string | null {
  if (device === "wasm" && FOUR_BITS.includes(dtype))
    return "Weights of 4 bits are slow on WASM: all of them are unpacked for every token of a continuation.";
  if (device === "webgpu" && EIGHT_BITS.includes(dtype))
    return "With weights of 8 bits many causal models fail on WebGPU. It is compared with WASM first, and runs there if the two differ.";
  return null;
}

export const WHICH_DECODER =
  "Which one? On WASM 8 bits (q8, int8): 4 bits take several times as long for each token there. On WebGPU 4 bits (q4): with 8 bits many causal models fail there.";
