import fc from "fast-check";
import { test } from "vitest";
import { anyText, damage, damages, FUZZ, FUZZ_TIMEOUT_MS } from "../../../core/testing/fuzzing.ts";
import { InferenceError } from "../../../rpc/errors.ts";
import { tokenizerJson } from "../testing.ts";
import { PromptEncoder, visible } from "./prompt.ts";

const MAX_TOKENS = 16;
const TOKENIZER = tokenizerJson([
  ["h", "i"],
  ["Ġ", "t"],
]);
const PIECES = ["[MASK]", "[CLS]", "[", "hi", " the", "   ", "\t", "﷽", "👩‍👩‍👧‍👦", "ﬁ", "İ", "\u200b", "\ufeff"];

test(
  "any text becomes a sequence that the models can read, or is empty",
  () => {
    const encoder = new PromptEncoder(TOKENIZER, MAX_TOKENS);
    const vocabulary = JSON.parse(TOKENIZER).model.vocab as Record<string, number>;
    const size = Math.max(...Object.values(vocabulary)) + 1;
    fc.assert(
      fc.property(anyText(PIECES), (text) => {
        const prompt = encoder.encode(text);
        if (!prompt) {
          if (text.trim() !== "") throw new Error("a text was taken for empty");
          return;
        }
        const { ids, tokens, maskPositions } = prompt;
        if (ids.length !== tokens + 2 || ids.length > MAX_TOKENS) throw new Error(`${ids.length} tokens`);
        if (ids.some((id) => !(Number.isInteger(id) && id >= 0 && id < size))) throw new Error(`ids ${ids}`);
        if (maskPositions.some((position) => ids[position] !== encoder.mask)) throw new Error("a mask that is none");
        for (const id of ids) visible(encoder.text(id));
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "a damaged tokenizer is refused with a message, or still reads",
  () => {
    const file = new TextEncoder().encode(TOKENIZER);
    fc.assert(
      fc.property(damages(file), (done) => {
        try {
          new PromptEncoder(new TextDecoder().decode(damage(file, done)), MAX_TOKENS).encode("hi the [MASK]");
        } catch (error) {
          if (!(error instanceof InferenceError)) throw error;
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
