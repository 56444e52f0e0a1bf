import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LibraryError } from "../errors.ts";
import { readTable } from "./table.ts";

const read = (text: string) => readTable(new TextEncoder().encode(text).buffer, "t");
const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r", " ", "1") });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe("a table", () => {
  it("of CSV returns every cell, whatever it contains", () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom("\n", "\r\n"), (cells, end) => {
        const text = ["a,b", ...cells.map((row) => row.map(quoted).join(","))].join(end);
        expect(read(text)).toMatchObject({ columns: ["a", "b"], rows: cells });
      }),
    );
  });

  it("counts the lines of its file, not of its rows", () => {
    expect(read('a,b\n"x\ny",1\n\nz,2').lines).toEqual([2, 5]);
    expect(read('{"a":1}\n\n{"a":2}\n').lines).toEqual([1, 3]);
  });

  it("is the same from JSON lines and from a JSON list; nested objects become columns, missing cells are empty", () => {
    const objects = [
      { q: "x", scores: { m: 0.5, "n|cost": null } },
      { q: "y", scores: { k: true }, list: [1, 2] },
    ];
    const expected = {
      columns: ["q", "scores.m", "scores.n|cost", "scores.k", "list"],
      rows: [
        ["x", "0.5", "", "", ""],
        ["y", "", "", "true", "[1,2]"],
      ],
    };
    expect(read(JSON.stringify(objects))).toMatchObject(expected);
    expect(read(objects.map((one) => JSON.stringify(one)).join("\n"))).toMatchObject(expected);
  });

  it.each([
    ["", "t is empty"],
    ["a,b\n", "no rows"],
    ["a,b\n1,2\n1,2,3", "t, line 3: has 3 cells, but there are 2 columns"],
    ['a\n"x', "t, line 2: a quoted cell does not end"],
    ['a\n"x"y', "t, line 2: text follows a cell in quotes"],
    ["a,a\n1,2", "two columns “a”"],
    ['{"a":1}\n{"a":}', "t, line 2, column 6: is not valid JSON"],
    ['[{"a":1},\n3]', "t, row 2:  not an object"],
  ])("%j is refused: %s", (text, sentence) => expect(() => read(text)).toThrow(sentence));

  it("any text is a table or a LibraryError", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(cell).map((list) => list.join(",")),
        ),
        (text) => {
          try {
            const { columns, rows, lines } = read(text);
            expect(rows.every((row) => row.length === columns.length)).toBe(true);
            expect(lines.length).toBe(rows.length);
          } catch (error) {
            expect(error).toBeInstanceOf(LibraryError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
