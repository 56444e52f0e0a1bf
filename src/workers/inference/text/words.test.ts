import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Model } from "../engine/engine.ts";
import { tokenizerJson } from "../testing.ts";
import type { Batch } from "../types.ts";
import { PromptEncoder } from "./prompt.ts";
import { wordsOf } from "./segments.ts";
import { measureWords, type Vocabulary, wordTokens } from "./words.ts";

const encoder = new PromptEncoder(tokenizerJson([["Ġ", "t"]]), 128);
const MASK = 1000;

/** A tokenizer with this many letters per token, without white space; the letter x is unknown to it. */
function letters(perToken: number, room = 200): Vocabulary {
  return {
    tokenize: (text) =>
      text.trim() === "[MASK]"
        ? [MASK]
        : (text.replace(/\s/g, "").match(new RegExp(`.{1,${perToken}}`, "gsu")) ?? []).map((part) =>
            part.includes("x") ? 999 : part.codePointAt(0)! % 900,
          ),
    isBlank: () => false,
    mask: MASK,
    unknown: 999,
    frame: [[7], [8, 9]],
    room,
  };
}

/** A uniform model: every token of a vocabulary of e^nats words is equally likely. Records its inputs. */
function uniform(size: number): { model: Model; shown: Batch[] } {
  const shown: Batch[] = [];
  const model: Model = {
    run: async (batch) => {
      shown.push(batch);
      return { logits: new Float32Array(batch.columns * size) };
    },
    release: async () => {},
  };
  return { model, shown };
}

const everyWord = (text: string, vocabulary: Vocabulary) => wordTokens(text, vocabulary).usable;

describe("words of a text", () => {
  test("are split at white space and framed; tokens of white space are read but never hidden", () => {
    const text = "if x:\n\n    the [MASK], two";
    const { ids, places, characters, usable } = wordTokens(text, encoder.vocabulary);
    expect(ids.map((id) => encoder.text(id)).join("|")).toMatch(/^\[CLS\]\|i\|f\|␣\|x\|:\|↵\|/);
    expect(ids).toEqual([...encoder.encode(text)!.ids]);
    expect(characters).toEqual([2, 2, 3, 7, 3]);
    expect(places.map((of) => of.map((place) => encoder.text(ids[place]!)).join(""))).toEqual([
      "if",
      "x:",
      " the",
      "[MASK],",
      " two",
    ]);
    expect([...usable]).toEqual([1, 1, 1, 0, 1]);
  });

  test("end where the tokenizer's limit cuts one, and are unusable where a token is unknown", () => {
    const text = "alpha beta extra gamma";
    expect([...everyWord(text, letters(2))]).toEqual([1, 1, 0, 1]);
    expect([...everyWord(text, letters(2, 8))]).toEqual([1, 1, 0]);
    expect(wordTokens(text, letters(2), 2).places).toHaveLength(2);
  });

  test("of a script without spaces are those of a dictionary, each hidden by itself", () => {
    const text = "我是一个学生。今天天气很好 and x";
    const { characters, places, usable } = wordTokens(text, letters(1));
    expect(characters.length).toBeGreaterThan(6);
    expect(characters.reduce((sum, count) => sum + count, 0)).toBe([...text.replace(/\s/g, "")].length);
    expect(Math.max(...characters)).toBeLessThan(5);
    expect(places.flat()).toHaveLength(17);
    expect(usable.at(-1)).toBe(0);
    for (const thai of ["ฉันเป็นนักเรียนและชอบอ่านหนังสือ", "私は学生です。本を読むのが好きです"]) {
      expect(wordTokens(thai, letters(1)).places.length).toBeGreaterThan(4);
    }
  });

  test("do not get the space that a tokenizer puts in front of a word that follows directly", () => {
    const plain = letters(1);
    const spaced: Vocabulary = {
      ...plain,
      tokenize: (text) => [500, ...plain.tokenize(text)],
      isBlank: (token) => token === 500,
    };
    const { ids } = wordTokens("学生 学生", spaced);
    expect(ids.filter((id) => id === 500)).toHaveLength(2);
  });

  test("that are longer than the model reads are left out, and the rest of the text is read", () => {
    for (const length of [500, 100_000]) {
      const { ids, usable, characters } = wordTokens(`${"u".repeat(length)} alpha beta`, letters(2));
      expect([...usable]).toEqual([0, 1, 1]);
      expect(characters).toEqual([length, 5, 4]);
      expect(ids).toHaveLength(3 + 3 + 2);
    }
  });

  test("of a text with spaces are split at these only", () => {
    const spaced = fc.string({ unit: fc.constantFrom(..."abéßжשع9.,!?(_-'’\n\t [MASK]<>👍"), maxLength: 60 });
    fc.assert(
      fc.property(spaced, (text) => {
        expect([...wordsOf(text)].map(({ piece }) => piece)).toEqual(text.match(/\s*\S+/g) ?? []);
      }),
    );
  });

  test("keep a mask in a text without spaces", () => {
    const words = [...wordsOf("我是[MASK]学生<mask>。")].map(({ word }) => word);
    expect(words.join("")).toBe("我是[MASK]学生<mask>。");
    expect(words.filter((word) => /MASK|mask/.test(word))).toEqual(["[MASK]", "<mask>"]);
  });

  test("are the same for every tokenizer, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const [a, b] = [wordTokens(text, letters(1)), wordTokens(text, letters(3))];
        expect(a.characters).toEqual(b.characters);
        const shared = wordTokens(text, encoder.vocabulary).characters;
        expect(shared).toEqual(a.characters.slice(0, shared.length));
      }),
    );
  });
});

describe("the loss of a uniform model", () => {
  test("is its tokens' entropy over the words' characters, for any tokenizer", async () => {
    const text = "twenty-four characters in words";
    for (const perToken of [1, 2, 5]) {
      const vocabulary = letters(perToken);
      const tokens = wordTokens(text, vocabulary).places.flat().length;
      const loss = await measureWords(uniform(1024).model, text, vocabulary, everyWord(text, vocabulary));
      expect(loss.nats).toBeCloseTo(tokens * Math.log(1024), 4);
      expect(loss.characters).toBe(text.replaceAll(" ", "").length);
    }
  });

  test("counts only the words that count, each hidden once and whole", async () => {
    const text = "one two three four five six seven eight nine ten";
    const { model, shown } = uniform(1024);
    const vocabulary = letters(2);
    const counts = Uint8Array.of(1, 0, 1, 1, 1, 1, 1, 1, 1);
    const loss = await measureWords(model, text, vocabulary, counts);
    expect(loss.characters).toBe("onethreefourfivesixseveneightnine".length);
    const { ids, places } = wordTokens(text, vocabulary, counts.length);
    const hidden = shown.flatMap(({ ids: seen }) =>
      Array.from(seen).flatMap((id, place) => (Number(id) !== ids[place] ? [place] : [])),
    );
    const expected = places.flatMap((of, word) => (counts[word] ? of : []));
    expect(hidden.sort((a, b) => a - b)).toEqual(expected);
    for (const { ids: seen } of shown) {
      for (const of of places) {
        const masked = of.filter((place) => Number(seen[place]) === MASK).length;
        expect([0, of.length]).toContain(masked);
      }
    }
  });

  test("is 0 / 0 when no word counts", async () => {
    const { model, shown } = uniform(8);
    expect(await measureWords(model, "x", letters(1), Uint8Array.of(0))).toEqual({ nats: 0, characters: 0 });
    expect(shown).toEqual([]);
  });
});
