import { describe, expect, test } from "vitest";
import { byteAlphabet, tokenizerJson } from "../testing.ts";
import { PromptEncoder, visible } from "./prompt.ts";

const [CLS, SEP, MASK] = [2, 3, 4];
const idOfByte = (byte: number) => 5 + byte;
const bytes = (text: string) => [...new TextEncoder().encode(text)].map(idOfByte);
const encoder = new PromptEncoder(tokenizerJson(), 128);

test("a prompt is framed by [CLS] and [SEP]", () => {
  expect(encoder.encode("hi")).toEqual({
    ids: [CLS, ...bytes("hi"), SEP],
    tokens: 2,
    truncated: false,
    maskPositions: [],
  });
});

test("merges make tokens of several letters", () => {
  const merging = new PromptEncoder(tokenizerJson([["h", "i"]]), 128);
  expect(merging.encode("hi")!.tokens).toBe(1);
});

test("[MASK] absorbs the space before it and its positions are found", () => {
  const prompt = encoder.encode("a [MASK]b[MASK]")!;
  expect(prompt.ids).toEqual([CLS, ...bytes("a"), MASK, ...bytes("b"), MASK, SEP]);
  expect(prompt.maskPositions).toEqual([2, 4]);
});

test("the mask is recognised in the spelling of other tokenizers too", () => {
  expect(encoder.encode("a <mask>b[MASK]")).toEqual(encoder.encode("a [MASK]b[MASK]"));
  expect(encoder.encode("x[mask]")!.maskPositions).toEqual([]);
});

test("typed special tokens are text", () => {
  const typed = "a [SEP] b [CLS][PAD] [UNK]";
  expect(encoder.encode(typed)!.ids).toEqual([CLS, ...bytes(typed), SEP]);
  expect(encoder.encode(`${typed}[MASK]`)!.maskPositions).toEqual([1 + bytes(typed).length]);
  expect(encoder.vocabulary.tokenize(" [SEP]")).toEqual(bytes(" [SEP]"));
});

test.each(["", " ", "\n\t "])("a prompt without text is empty: %j", (text) => {
  expect(encoder.encode(text)).toBeNull();
});

test("only the first tokens that fit are kept, and masks beyond them are not counted", () => {
  const prompt = encoder.encode(`${"a".repeat(126)}[MASK]`)!;
  expect(prompt.ids).toEqual([CLS, ...bytes("a".repeat(126)), SEP]);
  expect(prompt).toMatchObject({ tokens: 126, truncated: true, maskPositions: [] });
  expect(encoder.encode("a".repeat(126))!.truncated).toBe(false);
});

describe("any string is safe", () => {
  test("NUL is a byte like any other", () => {
    expect(encoder.encode("a\0b")!.ids).toEqual([CLS, ...bytes("a\0b"), SEP]);
  });

  test("emoji are four bytes", () => {
    expect(encoder.encode("😀")!.ids).toEqual([CLS, ...bytes("😀"), SEP]);
  });

  test("unpaired surrogates become the replacement character", () => {
    expect(encoder.encode("a\ud800b\udc00")!.ids).toEqual([CLS, ...bytes("a\ufffdb\ufffd"), SEP]);
  });

  test.each(["a", "word ", " ", "😀", "\ud800", "[MASK] "])("100,000 characters of %j cost little", (unit) => {
    const text = `${unit.repeat(100_000 / unit.length)}.`;
    const start = performance.now();
    const prompt = encoder.encode(unit.trim() === "" ? `x${text}` : text)!;
    expect(prompt).toMatchObject({ tokens: 126, truncated: true });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("white space absorbed by [MASK] takes no room", () => {
    const prompt = encoder.encode(`${" ".repeat(100_000)}[MASK]`)!;
    expect(prompt).toMatchObject({ ids: [CLS, MASK, SEP], truncated: false });
  });

  test("the kept text is the same as without truncation", () => {
    const text = "The quick brown fox ".repeat(6);
    expect(encoder.encode(text + "x".repeat(100_000))!.ids.slice(0, 121)).toEqual(
      encoder.encode(text)!.ids.slice(0, 121),
    );
  });
});

describe("tokens as text", () => {
  test("a leading space is kept", () => {
    const merging = new PromptEncoder(tokenizerJson([["Ġ", "t"]]), 128);
    expect(merging.text(5 + 256)).toBe(" t");
  });

  test.each([
    ["\n", "↵"],
    ["\t", "⇥"],
    [" ", "␣"],
    ["\0", "␀"],
    ["\x7f", "␡"],
    ["\n    ", "↵    "],
    [" the", " the"],
  ])("%j is drawn as %j", (text, drawn) => {
    expect(visible(text)).toBe(drawn);
  });

  test("half a character is shown as the replacement character", () => {
    expect(encoder.text(idOfByte(0xf0))).toBe("\ufffd");
    expect(byteAlphabet()[0xf0]).toBe("ð");
  });

  test("special tokens show their name", () => {
    expect(encoder.text(SEP)).toBe("[SEP]");
  });
});

test("a file that is not a tokenizer is refused with a message", () => {
  for (const content of ["<html>", "{}", tokenizerJson([], ["[PAD]", "[UNK]", "[CLS]", "[SEP]"])]) {
    expect(() => new PromptEncoder(content, 128)).toThrow(expect.objectContaining({ name: "TokenizerError" }));
  }
});
