import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutFlags, withoutFlag } from "./extract.ts";

const text = (prompt: string) => cutFlags(prompt).text;
/** Strings rich in the characters that matter here, mixed with any others. */
const prompts = fc.oneof(
  fc
    .array(
      fc.constantFrom("[", "]", "[Flag:", "[flag： a]", "Flag", "Fl", "ag", ":", " ", "  ", "\n", "[MASK]", "x", "."),
      {
        maxLength: 30,
      },
    )
    .map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

describe("cutting flags out of a prompt", () => {
  it("finds flags in any case, with ASCII or full-width colons", () => {
    const { flags } = cutFlags("a [Flag: smallest model] b [FLAG:最小模型] c [flag：x]");
    expect(flags.map(({ directive }) => directive)).toEqual(["smallest model", "最小模型", "x"]);
  });

  it("gives the range of each flag in the prompt as typed", () => {
    const prompt = "The capital is [MASK] [Flag: small].";
    const [flag] = cutFlags(prompt).flags;
    expect(prompt.slice(...flag!.range)).toBe("[Flag: small]");
  });

  it("leaves [MASK], other brackets and unfinished flags alone", () => {
    for (const prompt of [
      "  [MASK]  [1] [] ][ [flagged: x]",
      "[Flag: no end",
      "[Flag] x",
      "[Flag: a\nb]",
      "[Flag: [MASK]]",
    ]) {
      expect(cutFlags(prompt)).toEqual({ text: prompt, flags: [] });
    }
  });

  it("keeps one run of whitespace at a cut, none at the ends, and changes no other whitespace", () => {
    expect(text("a  b [Flag: x] c  d")).toBe("a  b c  d");
    expect(text("a[Flag: x] b")).toBe("a b");
    expect(text("a [Flag: x]b")).toBe("a b");
    expect(text("is [MASK] [Flag: x].")).toBe("is [MASK].");
    expect(text("is [MASK][Flag: x].")).toBe("is [MASK].");
    expect(text("a\n[Flag: x]. b")).toBe("a\n. b");
    expect(text(" [Flag: x]. b")).toBe(" . b");
    expect(text("[Flag: x] a ")).toBe("a ");
    expect(text(" a [Flag: x] [Flag: y] ")).toBe(" a");
    expect(text("a [Flag: x] [Flag: y] b")).toBe("a b");
    expect(text(" [Flag: x] ")).toBe("");
  });

  it("does not join lines", () => {
    expect(text("a [Flag: x]\n  b")).toBe("a\n  b");
    expect(text("a\n[Flag: x] b")).toBe("a\nb");
    expect(text("a\n[Flag: x]\nb")).toBe("a\nb");
    expect(text("[Flag: x]\nb")).toBe("b");
  });

  it("also finds a flag that was interrupted by another", () => {
    const { text: rest, flags } = cutFlags("a [Fl[Flag: one]ag: two] b");
    expect(rest).toBe("a b");
    expect(flags).toEqual([
      { directive: "one", range: [5, 16] },
      { directive: "two", range: [2, 24] },
    ]);
  });

  it("is idempotent, whatever the prompt", () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const once = text(prompt);
        expect(cutFlags(once)).toEqual({ text: once, flags: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it("changes nothing but flags and whitespace, and names ranges that hold a flag", () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const { text: rest, flags } = cutFlags(prompt);
        let without = prompt;
        const outermost = flags.filter(
          ({ range: [from, to] }) => !flags.some(({ range }) => range[0] < from && to <= range[1]),
        );
        for (const { range } of [...outermost].sort((a, b) => b.range[0] - a.range[0])) {
          expect(prompt[range[0]]).toBe("[");
          expect(prompt[range[1] - 1]).toBe("]");
          without = without.slice(0, range[0]) + without.slice(range[1]);
        }
        expect(rest.replace(/\s/gu, "")).toBe(without.replace(/\s/gu, ""));
      }),
      { numRuns: 1000 },
    );
  });

  it("takes linear time on long hostile text", () => {
    const started = performance.now();
    for (const piece of ["[", "[Flag:", " [Flag: a]\n", "[Flag: a", "]"]) cutFlags(piece.repeat(40_000));
    cutFlags(`${" ".repeat(200_000)}${"[Flag: a]\n".repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("removing one flag", () => {
  it("leaves the text and the other flags unchanged", () => {
    const words = fc.array(fc.constantFrom("the court", "[MASK]", "x,", "[Flag: small]", "[Flag: blue]"), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(words, fc.nat(), (list, pick) => {
        const prompt = list.join(" ");
        const { text, flags } = cutFlags(prompt);
        fc.pre(flags.length > 0);
        const k = pick % flags.length;
        const rest = cutFlags(withoutFlag(prompt, flags[k]!.range));
        expect(rest.flags.map(({ directive }) => directive)).toEqual(
          flags.filter((_, i) => i !== k).map(({ directive }) => directive),
        );
        expect(rest.text).toBe(text);
      }),
    );
    expect(withoutFlag("a [Flag: x] b", [2, 11])).toBe("a b");
    expect(withoutFlag("a [Flag: x]", [2, 11])).toBe("a");
    expect(withoutFlag("a[Flag: x]b", [1, 10])).toBe("ab");
  });
});
