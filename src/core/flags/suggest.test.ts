import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFlags } from "./grammar.ts";
import { completeFlag, flagAtCaret, suggestFlags } from "./suggest.ts";
import { CONSTRAINT_WORDS } from "./words.ts";

const ALL = CONSTRAINT_WORDS.map(({ id }) => id);

describe("the flag at the caret", () => {
  it("is found while it is typed, and when the caret is inside a finished one", () => {
    expect(flagAtCaret("abc [Flag: sma", 14)).toEqual({ directive: "sma", range: [10, 14] });
    expect(flagAtCaret("abc [flag:", 10)).toEqual({ directive: "", range: [10, 10] });
    expect(flagAtCaret("[Flag: small] b", 9)).toEqual({ directive: "sm", range: [6, 13] });
  });

  it("is null outside flags, in other brackets and on another line", () => {
    for (const text of ["[Flag: small]", "[MASK", "[Flag: a\nb", "Flag: a", "[Flag: a] b"]) {
      expect(flagAtCaret(text, text.length)).toBeNull();
    }
  });
});

describe("suggestions", () => {
  it("show one of every form before anything is typed, and follow the typed letters afterwards", () => {
    expect(suggestFlags("", ["size"]).map(({ directive }) => directive)).toEqual([
      "smallest",
      "small",
      "size=0.3",
      "under 2M parameters",
    ]);
    expect(suggestFlags("rec", ["size", "recency"]).map(({ directive }) => directive)).toEqual([
      "recent",
      "recency=0.3",
      "most recent",
      "more recent",
    ]);
    expect(suggestFlags("", ALL, ALL.length).map(({ explanation }) => explanation)).toEqual(
      ALL.map((id) => expect.stringContaining(`λ of ${id} to the end`)),
    );
    expect(suggestFlags("zzz", ALL)).toEqual([]);
    expect(suggestFlags("fast", ["size"])).toEqual([]);
  });

  it("are all valid and would take effect, for every constraint and any typed text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), fc.subarray([...ALL, "energy"]), (typed, available) => {
        for (const { directive } of suggestFlags(typed, available, 99)) {
          const [flag] = parseFlags(`[Flag: ${directive}]`, available).flags;
          expect(flag).toMatchObject({ status: "recognised" });
        }
      }),
    );
    for (const { id } of CONSTRAINT_WORDS) expect(suggestFlags("", [id])).toHaveLength(4);
  });

  it("complete the flag and leave the rest of the prompt as it is", () => {
    const text = "Hello [Flag: sm world";
    const flag = flagAtCaret(text, 15)!;
    expect(completeFlag(text, flag, "smallest")).toEqual({ text: "Hello [Flag: smallest] world", caret: 22 });
    const inside = flagAtCaret("[Flag: small] b", 9)!;
    expect(completeFlag("[Flag: small] b", inside, "smallest").text).toBe("[Flag: smallest] b");
  });
});
