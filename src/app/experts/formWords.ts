import type { Dtype } from "../../library/hub/weightForms.ts";

/** What a form of the weights means for a person who has to choose one; sizes are beside those of fp32. */
export const FORM_WORDS: Readonly<Record<Dtype, string>> = {
  fp32: "as trained",
  fp16: "half the size, the same predictions but for rounding",
  q8: "8 bits: a quarter of the size, nearly the same predictions",
  int8: "8 bits with a sign: as q8",
  uint8: "8 bits without a sign: as q8",
  q4: "4 bits: smaller still, predictions differ more",
  q4f16: "4 bits, the rest in fp16: the smallest, predictions differ more",
  bnb4: "4 bits in the way of bitsandbytes: as q4",
  other: "another maker's form, called by its file's name",
};

export const WHICH_FORM =
  "Which one? q8 or another form of 8 bits where there is one; fp16 or fp32 to compare exactly.";
