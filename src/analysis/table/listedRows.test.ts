import { expect, it } from "vitest";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import { listedRows } from "./listedRows.ts";

it("prompts are named by id, by text or as JSON; a text names all its rows", async () => {
  const long = `${"a long prompt ".repeat(10)}with an end`;
  const library = await importedLibrary({
    "t.csv": `id,prompt,a,b\nq1,Why?,1,0\nq2,"How,  so?",0,1\nq3,Why?,1,1\nq4,${long},0,1\n`,
  });
  const found = (list: string) => listedRows(library, list);
  expect(found("q2\nWhy?\n")).toEqual({ rows: [0, 1, 2], unknown: 0 });
  expect(found("How, so?\r\nWhere?\n\n")).toEqual({ rows: [1], unknown: 1 });
  expect(found(`{"eval_prompt": ${JSON.stringify(long)}}\n{"id": "q1"}\n{"__proto__": "q2"}\n{broken`)).toEqual({
    rows: [0, 3],
    unknown: 2,
  });
});
