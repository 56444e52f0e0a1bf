import fc from "fast-check";
import { expect, it } from "vitest";
import { packTexts, unpackTexts } from "./packedTexts.ts";

const sent = (texts: readonly string[]) => unpackTexts(structuredClone(packTexts(texts)!));

it("any texts arrive as they were: empty ones, surrogate pairs, and halves of them", () => {
  const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), text, fc.constant(""))), (texts) => {
      expect(sent(texts)).toEqual(texts);
    }),
  );
  const halves = ["\ud83d", "\ude00", "", "\ude00\ud83d"];
  expect(sent(halves)).toEqual(halves);
});

it("lists of few and of many different texts arrive as they were", () => {
  for (const different of [1, 999, 1_000, 1_001, 3_000]) {
    const texts = Array.from({ length: 3_000 }, (_, i) => `${"\ud83d".repeat(i % 2)}${i % different}`);
    expect(sent(texts)).toEqual(texts);
    expect(Object.keys(packTexts(texts)!)).toContain(
      different < 500 || new Set(texts).size <= 1_000 ? "codes" : "ends",
    );
  }
  expect(sent([])).toEqual([]);
});
