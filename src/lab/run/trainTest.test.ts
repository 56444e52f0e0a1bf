import { expect, it } from "vitest";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { surfaceFeature } from "../features/dense.ts";
import { tfidfFeature } from "../features/tfidf.ts";
import { LabError, labTable } from "../fit/labTable.ts";
import { joined, leakSentence, trainTest } from "./trainTest.ts";

/** Which model is right is drawn by a hash of the number: nothing can be learnt but by heart. */
function table(from: number, count: number, models = ["a", "b"]): EvaluationTable {
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  return {
    models,
    prompts: numbers.map((n) => ({
      id: `${n}`,
      text: `zug${(n * 7919) % 1009} taf${(n * 104729) % 997} mip${(n * 1299709) % 991} of number ${n}`,
      dataset: "",
    })),
    scores: Float64Array.from(numbers.flatMap((n) => ((n * 2654435761) % 97 < 48 ? [1, 0] : [0, 1]))),
    costs: null,
    inputTokens: null,
    outputTokens: null,
    hasIds: true,
    hasTexts: true,
  };
}

const judged = async (train: EvaluationTable, test: EvaluationTable) => {
  const own = labTable(joined(train, test));
  return trainTest(own, train.prompts.length, [surfaceFeature(own.cleaned), tfidfFeature(own.cleaned)]);
};

it("a gain that comes from test prompts in the training table is told apart", async () => {
  const result = await judged(table(0, 120), table(60, 120));
  expect(result).toMatchObject({ prompts: 120, repeated: 60, near: 0 });
  const ridge = (of: typeof result.all) => of.routers.find(({ id }) => id === "tfidf ridge")!;
  expect(ridge(result.all).score.value).toBeGreaterThan(ridge(result.unseen!).score.value + 0.15);
  expect(result.unseen!.rows).toBe(60);
  expect(leakSentence(result)).toMatch(
    /^60 of 120 test prompts stand in the training table\. .* on those that were not seen: only the second counts\.$/,
  );
});

it("without a leak there is one comparison, and a sentence that says so", async () => {
  const result = await judged(table(0, 40), table(500, 30));
  expect(result).toMatchObject({ prompts: 30, repeated: 0, near: 0, unseen: null });
  expect(leakSentence(result)).toBe("None of the 30 test prompts stands in the training table.");
});

it("models are matched by name, in the training table's order; too few end in a sentence", async () => {
  const test = table(0, 3, ["b", "a"]);
  const both = joined(table(10, 2), test);
  expect(both.models).toEqual(["a", "b"]);
  expect([...both.scores.slice(4, 6)]).toEqual([test.scores[1], test.scores[0]]);
  expect(() => joined(table(0, 3), table(0, 3, ["a", "c"]))).toThrow(/share one model; two are needed/);
  await expect(judged(table(0, 5), table(9, 1))).rejects.toThrow(LabError);
});
