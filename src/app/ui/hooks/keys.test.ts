import { expect, test } from "vitest";
import { isComposing, shortcutKey } from "./keys.ts";

test("a shortcut is the same key on Latin, Russian, Greek and Hebrew keyboards", () => {
  for (const [key, code, meant] of [
    ["z", "KeyZ", "z"],
    ["Z", "KeyZ", "z"],
    ["я", "KeyZ", "z"],
    ["Я", "KeyZ", "z"],
    ["ζ", "KeyZ", "z"],
    ["ז", "KeyZ", "z"],
    ["н", "KeyY", "y"],
    ["д", "KeyL", "l"],
    // AZERTY and QWERTZ have the letter elsewhere; the typed letter counts.
    ["z", "KeyW", "z"],
    ["z", "KeyY", "z"],
    ["y", "KeyZ", "y"],
    ["?", "Slash", "?"],
    ["/", "Digit7", "/"],
    ["Enter", "Enter", "enter"],
    ["é", "Digit2", "é"],
  ] as const) {
    expect(shortcutKey({ key, code })).toBe(meant);
  }
});

test("the Enter that confirms an input method's word is not treated as Enter, in Safari either", () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});
