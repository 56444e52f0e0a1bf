/** The reader of sample texts, on arbitrary text. */
import fc from "fast-check";
import { test } from "vitest";
import { anyText, FUZZ, FUZZ_TIMEOUT_MS } from "../../../core/testing/fuzzing.ts";
import { cutTexts } from "./fitExpertHead.ts";

test(
  "texts of a file: none is empty, none is lost, and splitting the joined texts gives the same ones",
  () => {
    const pieces = ["one", "two three", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " \t\n", "\n \n", "[MASK]", "\ufeff"];
    const bare = (text: string) => text.replace(/\s/g, "");
    fc.assert(
      fc.property(anyText(pieces), (written) => {
        const texts = cutTexts(written);
        const fault =
          texts.some((text) => text === "" || text.trim() !== text) ||
          bare(texts.join("")) !== bare(written) ||
          // A single text may contain line ends that separate nothing; several texts are separated by empty lines.
          (texts.length > 1 && cutTexts(texts.join("\n\n")).join("\0") !== texts.join("\0"));
        if (fault) throw new Error(`${JSON.stringify(written)} became ${JSON.stringify(texts)}`);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
