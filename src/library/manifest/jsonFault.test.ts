import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonFault, placeOf } from "./jsonFault.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const pieces = fc.array(
  fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    "-1.5e3",
    "01",
    "true",
    "nul",
    " ",
    "\n",
    '"\u0085"',
    '"\t"',
    "0.5",
  ),
  { maxLength: 12 },
);

it("finds an error exactly where the browser's parser refuses", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        pieces.map((list) => list.join("")),
      ),
      (text) => {
        expect(jsonFault(text) < 0).toBe(isJson(text));
      },
    ),
    { numRuns: 2000 },
  );
});

it.each([
  ['{\n "id": ,\n}', "line 2, column 8"],
  ['{"a": 1}}', "line 1, column 9"],
  ['{"a": 1,}', "line 1, column 9"],
  ["[1\n", "line 2, column 1"],
  ["", "line 1, column 1"],
  ["<html>", "line 1, column 1"],
])("%j: %s", (text, place) => expect(placeOf(text, jsonFault(text))).toBe(place));
