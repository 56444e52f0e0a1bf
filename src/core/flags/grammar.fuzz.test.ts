import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText, FUZZ, FUZZ_TIMEOUT_MS } from "../testing/fuzzing.ts";
import { effectOf, meetsBounds, parseFlags } from "./grammar.ts";
import { completeFlag, flagAtCaret, suggestFlags } from "./suggest.ts";
import { CONSTRAINT_WORDS } from "./words.ts";

const CONSTRAINTS = CONSTRAINT_WORDS.map(({ id }) => id);
const WORDS = CONSTRAINT_WORDS.flatMap(({ names, superlative, soft, units }) => [
  ...names,
  ...superlative,
  ...soft,
  ...Object.keys(units),
]);
const SIGNS = ["[", "]", "[Flag:", "[flag：", "[ FLAG :", "[MASK]", "=", "<", ">=", "≤", " under ", " newer than "];
const NUMBERS = ["0", "0.3", "-1", "1e999", "2M", "2020", "2020-13-45", "1,000,000", "NaN", "9".repeat(400)];
const text = anyText([...SIGNS, ...SIGNS, ...NUMBERS, ...WORDS]);

test(
  "for any text, its flags are found, validated and applied, and none is left in the text",
  () => {
    fc.assert(
      fc.property(text, fc.subarray(CONSTRAINTS), (prompt, available) => {
        const { text: rest, flags } = parseFlags(prompt, available);
        for (const { raw, range, explanation } of flags) {
          if (prompt.slice(...range) !== raw || explanation === "")
            throw new Error(`${raw} is not where it is said to be`);
        }
        if (rest.length > prompt.length || parseFlags(rest, available).flags.length > 0)
          throw new Error("a flag is left");
        const { sliders, bounds } = effectOf(flags);
        for (const setting of Object.values(sliders)) {
          if (typeof setting === "number") expect(setting).toBeGreaterThanOrEqual(0);
          else expect(["middle", "max"]).toContain(setting);
        }
        for (const { value } of bounds) if (!Number.isFinite(value)) throw new Error("a bound that is not a number");
        meetsBounds(bounds, { raw: { size: 1e6, recency: Number.NaN }, newestText: "2020-06" });
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "at any caret position, accepted suggestions are flags that take effect",
  () => {
    fc.assert(
      fc.property(text, fc.nat(400), (prompt, caret) => {
        const flag = flagAtCaret(prompt, Math.min(caret, prompt.length));
        if (!flag) return;
        for (const { directive } of suggestFlags(flag.directive, CONSTRAINTS)) {
          const { flags } = parseFlags(`[Flag: ${directive}]`, CONSTRAINTS);
          if (flags[0]?.status !== "recognised") throw new Error(`“${directive}” was suggested and does not act`);
          const completed = completeFlag(prompt, flag, directive);
          if (!completed.text.slice(0, completed.caret).endsWith(`${directive}]`))
            throw new Error("completed elsewhere");
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
