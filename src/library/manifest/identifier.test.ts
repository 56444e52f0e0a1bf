import fc from "fast-check";
import { expect, test } from "vitest";
import { IDENTIFIER } from "./identifier.ts";

test.each(["general-tiny", "added/bert", "a", "x".repeat(64), "proto", "constructors", "_", "a__b"])(
  "“%s” is an id",
  (id) => {
    expect(id).toMatch(IDENTIFIER);
  },
);

test.each(["", "x".repeat(65), "a b", "é", "a:b", "a\n"])("%j is not an id", (id) => {
  expect(id).not.toMatch(IDENTIFIER);
});

test.each([...Object.getOwnPropertyNames(Object.prototype), "prototype"])("%s is not an id", (name) => {
  expect(name).not.toMatch(IDENTIFIER);
});

test("an id is an own key in any object", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w.\-/]{1,20}$/), (id) => {
      if (IDENTIFIER.test(id)) expect(({} as Record<string, unknown>)[id]).toBeUndefined();
    }),
  );
});
