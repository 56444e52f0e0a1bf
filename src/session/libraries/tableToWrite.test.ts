import { expect, it } from "vitest";
import { NO_EDITS } from "../../library/evaluationTable/edits/tableEdits.ts";
import { withTableEdits } from "../../library/evaluationTable/edits/withTableEdits.ts";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import { tableToWrite } from "./tableToWrite.ts";

const FILES = { "t.csv": "id,dataset,prompt,a,b,c,a_cost,b_cost\n1,law,x,1,0,1,0.1,0.2\n2,maths,y,0.5,,0,0.3,\n" };

it("has the table's names and figures, costs for 1,000 prompts", async () => {
  const { rows, table } = tableToWrite(await importedLibrary(FILES));
  expect([...rows]).toEqual([0, 1]);
  expect({ ...table, scores: [...table.scores], costs: [...table.costs!] }).toEqual({
    models: ["a", "b", "c"],
    ids: ["1", "2"],
    datasets: ["law", "maths"],
    scores: [1, 0, 1, 0.5, Number.NaN, 0],
    costs: [100, 200, Number.NaN, 300, Number.NaN, Number.NaN],
  });
});

it("leaves out hidden models and excluded prompts", async () => {
  const library = withTableEdits(await importedLibrary(FILES), { ...NO_EDITS, hidden: ["b"], datasets: ["law"] });
  const { rows, table } = tableToWrite(library);
  expect([[...rows], table.models, table.ids, [...table.scores]]).toEqual([[1], ["a", "c"], ["2"], [0.5, 0]]);
});
