/** @file Every family of masked language models, from its files to its loss, against Python on the same files. Writes docs/families.md. */
import "../inNode.ts";
import { describe, expect, test } from "vitest";
import { type Family, texts } from "./fixture.ts";
import { type Measured, measureFamily } from "./measureFamily.ts";
import { familiesPage } from "./page.ts";
import { REFUSED, refusalOf } from "./refused.ts";

const BOUND = 1e-3;
const rows = new Map<Family, Measured>();

describe("a family is read, fills and measures like Python", () => {
  test.each(texts.families)("$name with $tokenizer", async (family) => {
    const measured = await measureFamily(family);
    rows.set(family, measured);
    expect(measured).toMatchObject({ failure: null, tokens: 0, words: 0, fills: 0 });
    expect(measured.probability).toBeLessThan(BOUND);
    expect(measured.loss).toBeLessThan(BOUND);
  });

  test("every listed family was measured, with nine kinds of tokenizers", () => {
    expect(new Set(texts.families.map(({ tokenizer }) => tokenizer)).size).toBe(9);
    expect(rows.size).toBe(texts.families.length);
  });
});

test.each(REFUSED)("$what is refused with the way on", (refused) => {
  expect(refusalOf(refused)).toMatch(/^owner\/name .+\. (?:Choose|Save) /);
});

test("docs/families.md says so: npm run families", async () => {
  await expect(familiesPage(rows)).toMatchFileSnapshot("../../../../docs/families.md");
});
