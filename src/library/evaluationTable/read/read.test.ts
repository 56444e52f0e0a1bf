import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LibraryError } from "../../errors.ts";
import { writeZip } from "../../testing/fakeZip.ts";
import { workbook } from "../testing/workbook.ts";
import { openTable } from "./openTable.ts";
import type { RawTable } from "./rawTable.ts";

const open = (text: BlobPart, name = "t", separator?: string) => openTable(new Blob([text]), name, { separator });
const cellsOf = ({ columns, rows }: RawTable) =>
  Array.from({ length: rows }, (_, r) => columns.map((one) => one.text(r)));
const lines = ({ rows, line }: RawTable) => Array.from({ length: rows }, (_, row) => line(row));
const names = ({ columns }: RawTable) => columns.map(({ name }) => name);
const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", ";", '"', "\n", "\r", " ", "1", "\t") });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe("a table as written", () => {
  it("returns every cell, whatever it contains", async () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom(",", ";", "\t", "|"),
        async (data, end, by) => {
          const text = [`a${by}b`, ...data.map((row) => row.map(quoted).join(by))].join(end);
          const table = await open(text);
          expect([names(table), cellsOf(table), table.separator]).toEqual([["a", "b"], data, by]);
        },
      ),
    );
  });

  it("counts the lines of its file, not of its rows", async () => {
    expect(lines(await open('a,b\n"x\ny",1\n\nz,2'))).toEqual([2, 5]);
    expect(lines(await open('{"a":1}\n\n{"a":2}\n'))).toEqual([1, 3]);
  });

  it.each([
    ["CSV", "a,b\n", (i: number) => `${i},x\n`, "1,caf", "\n"],
    ["JSON lines", "", (i: number) => `{"a":"${i}","b":"x"}\n`, '{"a":"1","b":"caf', '"}\n'],
  ])(
    "of %s that turns out late to be Windows-1252 is read anew as that, from its first row",
    async (_, head, row, before, after) => {
      const many = Array.from({ length: 40_000 }, (_, i) => row(i)).join("");
      const table = await openTable(new Blob([head, many, before, Uint8Array.of(0xe9), after]), "t.csv");
      expect([table.rows, table.encoding]).toEqual([40_001, "Windows-1252 (Latin-1)"]);
      expect(cellsOf(table)[0]).toEqual(["0", "x"]);
      expect(cellsOf(table).at(-1)!.join()).toContain("café");
    },
  );

  it("turns nested objects into columns", async () => {
    const table = await open(
      '[{"q":"x","scores":{"m":0.5,"gpt-3.5":1},"list":[1,2]},{"q":"y","scores":{"m":null},"deep":{"a":{"b":{"c":1}}}}]',
    );
    expect(names(table)).toEqual(["q", "scores.m", "scores.gpt-3.5", "list", "deep.a.b"]);
    expect(cellsOf(table)).toEqual([["x", "0.5", "1", "[1,2]", ""], ["y", "", "", "", '{"c":1}']]); // biome-ignore format: a table
  });

  it("in several pieces is read across their boundaries, including quotes and letters", async () => {
    const long = "ä\n".repeat(900_000);
    const text = `prompt,a\n${Array.from({ length: 6 }, (_, i) => `"${long}${i}",${i}\n`).join("")}`;
    const table = await open(text);
    expect(table.rows).toBe(6);
    expect(table.columns[0]!.text(5)).toBe(`${long}5`);
    expect(table.line(5)).toBe(2 + 5 * 900_001);
  });

  it.each(
    [
      ["", "t is empty"],
      ["a,b\n", "no rows"],
      ["a,b\n1,2\n1,2,3", "t, line 3: has 3 cells, but there are 2 columns"],
      ['a,b\n"x', "t, line 2: a quoted cell does not end"],
      ['a,b\n"x"y,1', "t, line 2: text follows a cell in quotes"],
      ["a,a\n1,2", "two columns “a”"],
      ['{"a":1}\n{"a":}', "t, line 2, column 6: is not valid JSON"],
      ['[{"a":1},\n3]', "t, row 2: is not an object"],
      ['{"a":1', "is not valid JSON"],
      ["<!doctype html><title>Not found</title>", "is a web page, not a table"],
      [Uint8Array.of(0x80, 4, 0x95, 0, 0), "is a Python pickle, which a page must not run. In Python: "],
      [Uint8Array.of(0x50, 0x4b, 3, 4), "is not a zip archive, or it is cut short"],
      [writeZip([{ path: "a.txt", content: "x" }]), "is an archive, not a table. Unpack it"],
      [writeZip([{ path: "xl/workbook.xml", content: "<x" }]), "cannot be read as a workbook"],
      [workbook([]), "has no sheet with a row of names"],
      [Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3), "is damaged and cannot be unpacked"],
      [Uint8Array.of(0x50, 0x41, 0x52, 0x31, 1, 2), "cannot be read as Parquet"],
      [Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(","), "more than 5000 columns"],
      [
        JSON.stringify([Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`c${i}`, i]))]),
        "more than 5000 columns",
      ],
    ].map(([content, sentence]) => [sentence, content]),
  )("is refused: %s", async (sentence, content) => {
    await expect(open(content as BlobPart)).rejects.toThrow(sentence as string);
    await expect(open(content as BlobPart)).rejects.toBeInstanceOf(LibraryError);
  });

  it("of Excel: text, figures, missing cells", async () => {
    const cells = [["prompt", "gpt", "llama"], ["Is it <so> & “true”?", 1, 0.5], ["y", null, true], [null, null, null]]; // biome-ignore format: a table
    const table = await open(workbook(cells), "t.xlsx");
    expect([names(table), cellsOf(table)]).toEqual([["prompt", "gpt", "llama"], [["Is it <so> & “true”?", "1", "0.5"], ["y", "", "true"]]]); // biome-ignore format: a table
    expect([table.form, ...lines(table)]).toEqual(["Excel, sheet “Scores”", 2, 3]);
  });

  it("of YAML, with the line of a fault", async () => {
    const table = await open("- {prompt: 'x: y', gpt: 1}\n- prompt: y\n  gpt: 0.5\n", "t.yml");
    expect([names(table), cellsOf(table)]).toEqual([["prompt", "gpt"], [["x: y", "1"], ["y", "0.5"]]]); // biome-ignore format: a table
    await expect(open("- prompt: x\n  gpt: [1\n", "t.yml")).rejects.toThrow(
      /t\.yml, line \d+, column \d+: is not valid YAML/,
    );
    // References that unfold to far more than the file.
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefgh".split("").map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`),
    ];
    await expect(open(bomb.join("\n"), "t.yml")).rejects.toThrow("is not valid YAML");
  });

  it("with a quote that never closes in 20 MB fails with a message that names the line", async () => {
    const text = `prompt,a,b\nx,1,0\n"y,${"1,0\nz,".repeat(3_500_000)}`;
    await expect(open(text)).rejects.toThrow("t, line 3: a quoted cell does not end");
  });

  it("any text is a table or a LibraryError", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(cell).map((list) => list.join(",")),
        ),
        async (text) => {
          try {
            const table = await open(text);
            expect(cellsOf(table).every((row) => row.length === table.columns.length)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(LibraryError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
