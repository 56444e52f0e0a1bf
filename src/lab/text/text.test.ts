import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonStrings } from "../takeaway/files/route_text.mjs";
import { cleanerOf } from "./clean.ts";
import { nearGroups } from "./nearGroups.ts";
import { fnv1a, foldOf, promptKey } from "./promptKey.ts";

describe("the key of a prompt", () => {
  it.each([
    ["Hello, World!", "hello world", 3582672807, 2],
    ["What is 2 + 2?", "what is 2 2", 2409471965, 0],
  ])("%j is %j, %i, in fold %i", (text, key, hash, fold) => {
    expect([promptKey(text), fnv1a(key), foldOf(key)]).toEqual([key, hash, fold]);
  });
  it("has letters and digits of every script, and nothing of a text without any", () => {
    expect(promptKey("Größe_é: ٣ 日本!")).toBe("größe é ٣ 日本");
    expect(promptKey("?! …")).toBe("");
    expect(fnv1a("")).toBe(0x811c9dc5);
  });
});

describe("lists written by Python", () => {
  it.each<[string, string[] | null]>([
    ["['a', \"it's\"]", ["a", "it's"]],
    [" ['two\\nlines \\u00e9 \\x41 \\' \\\\ \\q',] ", ["two\nlines é A ' \\ \\q"]],
    ["[]", null],
    ["[1, 2]", null],
    ["['a' 'b']", null],
    ["['a'] and ['b']", null],
    ["['open]", null],
    ["['\\ud']", ["\\ud"]],
    ["plain", null],
  ])("%j", (text, strings) => expect(pythonStrings(text)).toEqual(strings));
});

describe("cleaning", () => {
  it("takes out lines of more than 5% and more than 3 prompts; a prompt of nothing else stays whole", () => {
    const texts = Array.from(
      { length: 40 },
      (_, i) => `${i < 4 ? "Answer the question.\n\n" : ""}  question ${i} \r\n`,
    );
    texts[3] = "Answer the question.";
    const cleaner = cleanerOf(texts);
    expect([...cleaner.common]).toEqual(["Answer the question."]);
    expect(texts.slice(0, 5).map(cleaner.clean)).toEqual([
      "question 0",
      "question 1",
      "question 2",
      "Answer the question.",
      "question 4",
    ]);
    expect(cleanerOf(texts.slice(0, 3)).common.size).toBe(0);
    // 4 of 80 are exactly 5%.
    expect(cleanerOf([...texts, ...Array.from({ length: 40 }, (_, i) => `other ${i}`)]).common.size).toBe(0);
  });
  it("joins a list of strings by line ends", () => {
    expect(cleanerOf([]).clean("['One.', 'Two?\\n  Three']")).toBe("One.\nTwo?\nThree");
  });
});

describe("near-duplicates", () => {
  const words = (from: number, count: number) => Array.from({ length: count }, (_, i) => `w${from + i}`).join(" ");
  it("are found at nine tenths of the words, in chains", () => {
    const keys = [words(0, 40), words(1, 40), words(2, 40), words(20, 40), "short one", "short two", words(0, 40)];
    expect([...nearGroups(keys)]).toEqual([0, 0, 0, 3, 4, 5, 0]);
  });
  it("equal a comparison of all pairs", () => {
    const word = fc.constantFrom(..."abcdefghijklmnop");
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 6, maxLength: 30 }), { maxLength: 12 }), (lists) => {
        const keys = lists.map((list) => list.join(" "));
        const sets = lists.map((list) => new Set(list));
        const expected = keys.map((_, i) => i);
        for (let a = 0; a < keys.length; a++) {
          for (let b = a + 1; b < keys.length; b++) {
            const both = [...sets[a]!].filter((one) => sets[b]!.has(one)).length;
            const alike =
              Math.min(sets[a]!.size, sets[b]!.size) >= 8 && both >= 0.9 * (sets[a]!.size + sets[b]!.size - both);
            if (alike || keys[a] === keys[b]) {
              const [low, high] = [expected[a]!, expected[b]!].sort((x, y) => x - y);
              for (let k = 0; k < keys.length; k++) if (expected[k] === high) expected[k] = low!;
            }
          }
        }
        expect([...nearGroups(keys)]).toEqual(expected);
      }),
    );
  });
});
