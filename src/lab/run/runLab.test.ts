import { expect, it } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { matrixFeature, surfaceFeature } from "../features/dense.ts";
import { tfidfFeature } from "../features/tfidf.ts";
import { foldsOfTable } from "../fit/folds.ts";
import { LabError, type LabTable, labTable } from "../fit/labTable.ts";
import { foldPlans } from "../fit/plans.ts";
import { predictHeldOut } from "../fit/predictHeldOut.ts";
import { knn } from "../heads/knn.ts";
import { finalRouter } from "./finalRouter.ts";
import { PERTURBATIONS } from "./perturb.ts";
import { runLab } from "./runLab.ts";

/** Code goes right with one model, prose with the other; `noise` swaps the models' scores in that share of the prompts. */
function evaluation(count: number, noise: number, seed = 1): EvaluationTable {
  const random = mulberry32(seed);
  const pick = (words: string[]) => words[Math.floor(random() * words.length)]!;
  const nouns = ["river", "mountain", "city", "teacher", "garden", "letter", "bridge", "harbour", "winter", "song"];
  const prompts = Array.from({ length: count }, (_, i) => {
    const code = random() < 0.5;
    const text = code
      ? `Fix this: for (let ${pick(["i", "j", "k"])} = ${Math.floor(random() * 90)}; x_${pick(nouns)} < ${i}; i++) { f(${pick(nouns)}); }`
      : `Tell me about the ${pick(nouns)} and the ${pick(nouns)} of number ${i}, and of the ${pick(nouns)}`;
    return { id: `${i}`, text, dataset: code ? "code" : "prose" };
  });
  const scores = Float64Array.from(
    prompts.flatMap(({ dataset }) => ((dataset === "code") !== random() < noise ? [1, 0] : [0, 1])),
  );
  const costs = Float64Array.from(prompts.flatMap(({ text }) => [0.001 * text.length, 0.002]));
  return {
    models: ["coder", "writer"],
    prompts,
    scores,
    costs,
    inputTokens: null,
    outputTokens: null,
    hasIds: true,
    hasTexts: true,
  };
}

const featuresOf = ({ cleaned }: LabTable) => [surfaceFeature(cleaned), tfidfFeature(cleaned)];

it("learns what can be learnt, says so of every part, and is the same every time", async () => {
  const table = labTable(evaluation(100, 0));
  const options = { learningCurve: true, leaveOut: true, predictCosts: true };
  const result = await runLab(table, featuresOf(table), options);
  expect(result.comparison.routers.map(({ id }) => id)).toEqual([
    "mean of 2",
    "surface kNN",
    "tfidf ridge",
    "surface ridge",
    "data-set label",
  ]);
  const [mean] = result.comparison.routers;
  expect(mean!.score.value).toBeGreaterThan(0.97);
  expect(mean!.gain.interval[0]).toBeGreaterThan(0.2);
  expect(result.byDataset.length).toBe(2);
  expect(result.robustness.map(({ router }) => router)).toEqual([
    "mean of 2",
    "surface kNN",
    "tfidf ridge",
    "surface ridge",
  ]);
  expect(result.robustness[0]!.shares.map(({ id }) => id)).toEqual(PERTURBATIONS.map(({ id }) => id));
  // A lower-case prompt has another share of capitals, and the same words.
  expect(result.robustness[2]).toMatchObject({ router: "tfidf ridge", shares: { 1: { id: "lower case", share: 0 } } });
  expect(result.learningCurve.map(({ share }) => share)).toEqual([0.125, 0.25, 0.5, 1]);
  // A data set that was never seen cannot be told from the other.
  expect(result.leftOut!.comparison.routers[0]!.score.value).toBeLessThan(0.6);
  expect(result.predictedCosts!.error).toBeLessThan(result.predictedCosts!.errorOfMeans);
  expect((await runLab(table, featuresOf(table))).members).toEqual(result.members);
});

it("the final router scores texts that are not in the table", async () => {
  const table = labTable(evaluation(80, 0));
  const vectors = matrixFeature("vectors", { kind: "dense", rows: 80, columns: 1, data: new Float64Array(80) });
  const { entry, members } = await runLab(table, [...featuresOf(table), vectors]);
  const router = finalRouter(table, entry, members, entry.headline);
  const { data } = router.scoresOf([
    "for (let q = 7; x_song < 9; q++) { f(city); }",
    "Tell me about the harbour and the winter of number 81, and of the song",
  ]);
  expect(data[0]! > data[1]!).toBe(true);
  expect(data[2]! < data[3]!).toBe(true);
  // One text at a time is the same.
  expect(router.scoresOf(["Tell me about the harbour and the winter of number 81, and of the song"]).data).toEqual(
    data.slice(2),
  );
  expect(router.members.map(({ setting }, m) => entry.members[m] && members[m]!.settings.includes(setting))).toEqual([
    true,
    true,
  ]);
  expect(() => finalRouter(table, entry, members, "nobody")).toThrow(LabError);
  expect(() => finalRouter(table, entry, members, "vectors ridge").scoresOf(["x"])).toThrow("prompts only");
});

it("finds no gain in noise", async () => {
  const table = labTable(evaluation(100, 0.5));
  const { comparison } = await runLab(table, featuresOf(table), { heads: ["knn", "ridge", "clusters", "mlp"] });
  expect(comparison.routers.map(({ id }) => id)).not.toContain("tfidf MLP");
  for (const { gain } of comparison.routers) expect(gain.interval[0]).toBeLessThanOrEqual(0);
});

it("a planted copy of the scores is found, and a planted twin is not learnt from", async () => {
  const table = labTable(evaluation(100, 0.5));
  const vectors = {
    kind: "dense" as const,
    rows: 100,
    columns: 1,
    data: Float64Array.from({ length: 100 }, (_, i) => table.scores.data[2 * i]!),
  };
  const { comparison } = await runLab(table, [matrixFeature("vectors", vectors)]);
  expect(comparison.routers[0]).toMatchObject({ id: "vectors ridge", score: { value: 1 } });

  const twins: EvaluationTable = evaluation(40, 0.5);
  // Every prompt has a twin with one word more, and a score of its own.
  const doubled: EvaluationTable = {
    ...twins,
    prompts: twins.prompts.flatMap((one, i) => {
      const text = `${one.text} with words enough to be a long prompt and the numbers ${i} ${i * 7} ${i * 31} of it`;
      return [
        { ...one, text },
        { ...one, id: `${one.id}b`, text: `${text} again` },
      ];
    }),
    scores: Float64Array.from(
      Array.from({ length: 40 }).flatMap((_, i) => [
        ...twins.scores.subarray(2 * i, 2 * i + 2),
        ...twins.scores.subarray(2 * i, 2 * i + 2),
      ]),
    ),
    costs: null,
  };
  const folds = foldsOfTable(labTable(doubled));
  for (const { train, held } of foldPlans(folds)) {
    const groups = new Set(Array.from(held, (row) => folds.groups[row]));
    expect(Array.from(train).filter((row) => groups.has(folds.groups[row]!))).toEqual([]);
  }
  expect(new Set(folds.groups).size).toBe(40);
});

it("constant models, tables of few prompts, unknown heads", async () => {
  const constant = evaluation(60, 0);
  constant.scores.fill(1);
  const table = labTable(constant);
  const { comparison } = await runLab(table, featuresOf(table));
  expect(comparison.routers[0]!.gain).toEqual({ value: 0, interval: [0, 0] });
  expect(comparison.routers[0]!.gapClosed.value).toBeNaN();
  expect(comparison.routers[0]!.two!.apgr.value).toBeNaN();

  const few = labTable(evaluation(6, 0));
  expect((await runLab(few, featuresOf(few))).comparison.rows).toBe(6);
  const one = evaluation(2, 0);
  one.prompts[1]!.text = one.prompts[0]!.text;
  const single = labTable(one);
  await expect(runLab(single, featuresOf(single))).rejects.toThrow("one fold");
  await expect(runLab(few, featuresOf(few), { heads: ["forest"] })).rejects.toBeInstanceOf(LabError);
  await expect(runLab(few, [tfidfFeature(few.cleaned)], { heads: ["mlp"] })).rejects.toThrow("dense");
});

it("tells how far it is, and ends when its pause rejects", async () => {
  const table = labTable(evaluation(30, 0));
  const feature = surfaceFeature(table.cleaned);
  const plans = foldPlans(foldsOfTable(table));
  const shares: number[] = [];
  const member = { id: "surface kNN", feature, head: knn };
  await predictHeldOut([member], table.scores, plans, { tell: (share) => shares.push(share) });
  expect(shares.at(-1)).toBe(1);
  expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  const cancelled = predictHeldOut([member], table.scores, plans, {
    pause: () => Promise.reject(new Error("cancelled")),
  });
  await expect(cancelled).rejects.toThrow("cancelled");
});

it("another feature stands for itself, and joins the default mean when asked to", async () => {
  const table = labTable(evaluation(60, 0.1));
  const raw = {
    kind: "dense" as const,
    rows: 60,
    columns: 1,
    data: Float64Array.from(table.texts, (text) => text.length),
  };
  const features = [surfaceFeature(table.cleaned), matrixFeature("encoder", raw)];
  const beside = await runLab(table, features);
  expect(beside.entry.routers.map(({ id }) => id)).toEqual(["surface kNN", "surface ridge", "encoder ridge"]);
  const joined = await runLab(table, features, { inMean: ["encoder", "surface"] });
  expect(joined.entry.headline).toBe("mean of 2");
  expect(joined.entry.routers[0]!.members.map((m) => joined.entry.members[m]!.id)).toEqual([
    "surface kNN",
    "encoder ridge",
  ]);
});
