import { expect, it } from "vitest";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { read } from "../../library/evaluationTable/testing/importFixture.ts";
import { foldsOf, foldsOfTable, split } from "./folds.ts";
import { LabError, labTable } from "./labTable.ts";

const tableOf = async (text: string): Promise<EvaluationTable> => (await read({ "t.csv": text })).table;

it("prompts with a missing score do not count; models keep their order; costs may be missing for a model", async () => {
  const table = labTable(
    await tableOf("prompt,eval_name,a,b,c,a|total_cost,c|total_cost\nx,d,1,0,1,1,2\ny,d,1,,1,1,2\nz,e,0,1,1,3,4\n"),
  );
  expect(table.models).toEqual(["a", "b", "c"]);
  expect([table.texts, table.datasets, table.asked]).toEqual([["x", "z"], ["d", "e"], 3]);
  expect([...table.scores.data]).toEqual([1, 0, 1, 0, 1, 1]);
  expect([...table.costs!.data]).toEqual([1, Number.NaN, 2, 3, Number.NaN, 4]);
  expect(table.costed).toEqual([0, 2]);
});

it.each([
  ["id,a,b\n1,1,0\n2,0,1\n", "no texts"],
  ["prompt,a,b\nx,1,0\n", "Fewer than two"],
])("%j cannot be trained on", async (text, sentence) => {
  const table = await tableOf(text);
  expect(() => labTable(table)).toThrow(LabError);
  expect(() => labTable(table)).toThrow(sentence);
});

it("a near-duplicate of a held-out prompt is not trained on, and keeps its fold", () => {
  const words = Array.from({ length: 30 }, (_, i) => `w${i}`).join(" ");
  const keys = ["hello world", "what is 2 2", words, `${words} more`, `${words} else`, "hello world"];
  const folds = foldsOfTable({ keys, cleanedKeys: keys });
  expect([...folds.of.subarray(0, 2), folds.of[5]]).toEqual([2, 0, 2]);
  expect([...folds.groups]).toEqual([0, 1, 2, 2, 2, 0]);
  expect(folds.sizes.reduce((sum, size) => sum + size)).toBe(6);
  const { train, held } = split([0, 1, 2, 3, 4, 5], folds.groups, (row) => row === 3);
  expect([[...train], [...held]]).toEqual([[0, 1, 5], [3]]);
  expect(foldsOf(keys, folds.groups).of).toEqual(folds.of);
});
