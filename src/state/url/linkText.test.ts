import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../store.ts";
import { decodeView, encodeView, readLink } from "./link.ts";
import { MAX_PROMPT } from "./linkKeys.ts";
import { readFragment, writeFragment } from "./linkText.ts";

/** Prompts in which troublesome characters are more frequent than by chance. */
const prompt = fc
  .array(
    fc.oneof(fc.string({ unit: "grapheme", maxLength: 8 }), fc.constantFrom(..." .,;:!?)]}'\"*_~-+%&=#/<>|[MASK]")),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((parts) => parts.join("").replace(/\p{Surrogate}/gu, ""))
  .filter((text) => text !== "");
const link = (text: string) => encodeView({ ...DEFAULT_VIEW, prompt: text });
const cutLength = (fragment: string) => readLink(fragment).cut;
const opened = (fragment: string) => decodeView(fragment).prompt;

/** What programs have been observed to do with a pasted link. */
const MANGLINGS: Record<string, (fragment: string) => string> = {
  nothing: (fragment) => fragment,
  "drop punctuation at the end": (fragment) => fragment.replace(/[^A-Za-z0-9]+$/, ""),
  "encode the plus": (fragment) => fragment.replaceAll("+", "%2B"),
  "encode it twice": (fragment) => fragment.replaceAll("%", "%25"),
  "escape ampersands": (fragment) => fragment.replaceAll("&", "&amp;"),
  "leave a bracket of <address>": (fragment) => `${fragment}>`,
  "leave a bracket of (address).": (fragment) => `${fragment})`,
  // A browser escapes these itself when they are pasted into its address bar.
  "leave an escaped bracket of <address>": (fragment) => `${fragment}%3E`,
  "leave an escaped quotation mark": (fragment) => `${fragment}%22.`,
  "write + for a space": (fragment) => fragment.replaceAll("%20", "+"),
  "escape ampersands twice": (fragment) => fragment.replaceAll("&", "&amp;amp;"),
  "escape ampersands by number": (fragment) => fragment.replaceAll("&", "&#38;"),
  "encode it three times": (fragment) => fragment.replaceAll("%", "%2525"),
  "encode all of it, = and & too": (fragment) => encodeURIComponent(fragment),
  "encode all of it twice": (fragment) => encodeURIComponent(encodeURIComponent(fragment)),
  "escape ampersands and encode all of it": (fragment) => encodeURIComponent(fragment.replaceAll("&", "&amp;")),
  "encode it twice and drop punctuation": (fragment) => fragment.replaceAll("%", "%25").replace(/[^A-Za-z0-9]+$/, ""),
  "write escapes in small letters": (fragment) => fragment.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
  "decode what needs no escape": (fragment) =>
    fragment.replace(/%(2D|2E|5F|7E)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  "decode what needs no escape and drop punctuation": (fragment) => fragment.replaceAll("%2E", ".").replace(/\.$/, ""),
};

for (const [name, mangle] of Object.entries(MANGLINGS)) {
  test(`the same prompt comes out of a link after a program did this: ${name}`, () => {
    fc.assert(
      fc.property(prompt, (text) => {
        expect(opened(mangle(link(text)))).toBe(text);
        expect(readLink(mangle(link(text))).unused).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
}

test("the prompts of the reports: a full stop at the end, spaces, a percent sign", () => {
  expect(link("We review the ruling de [MASK].")).toBe(
    "prompt=We%20review%20the%20ruling%20de%20%5BMASK%5D%2E&end=%26",
  );
  for (const text of [
    "100%",
    "%",
    "%20",
    "100%25",
    "a%b",
    "100% sure",
    "&amp;",
    "a&amp;end=",
    "%2520",
    "a+b",
    "f(x)",
    "wow!!!",
    "…",
  ]) {
    for (const mangle of Object.values(MANGLINGS)) expect(opened(mangle(link(text)))).toBe(text);
  }
});

test("links in the previous format, with + for spaces, still open", () => {
  fc.assert(
    fc.property(prompt, (text) => {
      expect(opened(new URLSearchParams({ prompt: text }).toString())).toBe(text);
    }),
  );
  expect(opened("#prompt=We+review+the+ruling+de+%5BMASK%5D.")).toBe("We review the ruling de [MASK].");
});

test("any fragment is read without an exception, and no link ends with a character that programs drop", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      readFragment(text);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(prompt, prompt, { minKeys: 1 }), (values) => {
      const written = writeFragment(new URLSearchParams(values));
      expect(written).toMatch(/[A-Za-z0-9]$/);
      expect(written).not.toMatch(/[+\s<>()!'"*;,]/);
      expect(new Map(readFragment(written))).toEqual(new Map(Object.entries(values)));
    }),
  );
});

test("a prompt that is too long for a link is cut between characters, and the link contains its length", () => {
  const long = `${"a".repeat(MAX_PROMPT - 1)}😀 and more`;
  const fragment = link(long);
  expect(opened(fragment)).toBe("a".repeat(MAX_PROMPT - 1));
  expect(cutLength(fragment)).toBe(long.length);
  expect(readLink(fragment).unused).toEqual([]);
  expect(cutLength(link("short"))).toBeNull();
  expect(cutLength("#cut=12")).toBeNull();
  // Longer than this explorer writes it: truncated when opened.
  expect(cutLength(`#prompt=${"a".repeat(MAX_PROMPT + 1)}`)).toBe(MAX_PROMPT + 1);
});
