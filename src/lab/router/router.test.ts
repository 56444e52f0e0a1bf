import fc from "fast-check";
import { expect, it } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { matrixFeature, surfaceFeature } from "../features/dense.ts";
import type { DenseRows } from "../features/rows.ts";
import { tfidfFeature } from "../features/tfidf.ts";
import { labTable } from "../fit/labTable.ts";
import { HEADS } from "../run/contestants.ts";
import { finalRouter } from "../run/finalRouter.ts";
import { runLab } from "../run/runLab.ts";
import { headPredictor } from "./headPredictor.ts";
import { pack, unpack } from "./pack.ts";
import { predictorOf, predictScores, rounded } from "./predictScores.ts";
import { loadRouter, saveRouter } from "./saveRouter.ts";
import { heldOutScores, type TrainedRouter, trainedRouter } from "./trainedRouter.ts";

const COUNT = 60;

function evaluation(): EvaluationTable {
  const random = mulberry32(3);
  const nouns = ["river", "mountain", "city", "teacher", "garden", "letter", "bridge", "harbour", "winter", "song"];
  const pick = () => nouns[Math.floor(random() * nouns.length)]!;
  const prompts = Array.from({ length: COUNT }, (_, i) => ({
    id: `p${i}`,
    dataset: i % 2 ? "code" : "prose",
    text: `Answer briefly.\n${i % 2 ? `for (${pick()}; ${i}; ${pick()})` : `Tell me of the ${pick()}, the ${pick()} and ${i}`}`,
  }));
  return {
    models: ["a", "b", "c"],
    prompts,
    scores: Float64Array.from({ length: 3 * COUNT }, () => Math.round(random() * 4) / 4),
    costs: Float64Array.from({ length: 3 * COUNT }, (_, at) => 0.001 * (1 + (at % 3))),
    inputTokens: null,
    outputTokens: null,
    hasIds: true,
    hasTexts: true,
  };
}

const read = evaluation();
const table = labTable(read);
const states: DenseRows = {
  kind: "dense",
  rows: COUNT,
  columns: 3,
  data: Float64Array.from({ length: 3 * COUNT }, (_, at) => Math.sin(at * at)),
};
const source = { name: "t.csv", sha256: "00", ids: read.prompts.map(({ id }) => id) };
const features = [surfaceFeature(table.cleaned), tfidfFeature(table.cleaned)];
const trained = await runLab(table, features, { heads: HEADS.map(({ id }) => id) });

it("what each head has learnt predicts as the head does, on dense and on sparse features", () => {
  const train = Int32Array.from({ length: 40 }, (_, i) => i);
  const held = Int32Array.from({ length: 20 }, (_, i) => 40 + i);
  for (const feature of features) {
    const rows = feature.prepare(train)(feature.raw);
    for (const head of HEADS) {
      if (head.denseOnly && rows.kind !== "dense") continue;
      const training = { rows, train, targets: table.scores, seed: 7 };
      const setting = head.id === "clusters" ? 4 : 10;
      const again = headPredictor(structuredClone(head.learn(training, setting)));
      expect([...again(rows, held)], `${feature.id} ${head.id}`).toEqual([...head.fit(training, setting)(rows, held)]);
    }
  }
});

it("predicts as the final router, before and after it is written to files or cloned", () => {
  for (const { id } of trained.entry.routers) {
    const router = trainedRouter(table, trained, { ...source, router: id });
    const final = finalRouter(table, trained.entry, trained.members, id);
    const { json, arrays } = saveRouter(router);
    const again = loadRouter({ json: JSON.parse(JSON.stringify(json)), arrays });
    expect(again).toEqual(router);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 }), (texts) => {
        const expected = Array.from(final.scoresOf(texts).data, rounded);
        expect([...predictScores(router, texts).data]).toEqual(expected);
        expect([...predictScores(again, texts).data]).toEqual(expected);
      }),
      { numRuns: 10 },
    );
    expect(structuredClone(router)).toEqual(router);
  }
});

it("brings predictions by heads that had not seen the prompt, by its id", () => {
  const router = trainedRouter(table, trained, source);
  expect(router.name).toBe(trained.entry.headline);
  expect(router.heldOut.ids).toEqual(source.ids);
  expect(heldOutScores(router)).toMatchObject({ rows: COUNT, columns: 3 });
  expect([...router.meanCosts!].map((cost) => Math.round(cost * 1e6))).toEqual([1000, 2000, 3000]);
  expect(router.cleaning.common).toEqual(["Answer briefly."]);
  expect(router.coordinates.data.length).toBe(COUNT * router.coordinates.columns);
  // A prompt of the table lies where the table has it.
  const { coordinates } = predictorOf(router).predict([read.prompts[5]!.text]);
  expect([...coordinates.data]).toEqual([
    ...router.coordinates.data.subarray(5 * coordinates.columns, 6 * coordinates.columns),
  ]);
});

it("the same training has the same id; another has another", async () => {
  const of = (more: object) => trainedRouter(table, trained, { ...source, ...more }).id;
  expect(of({})).toBe(of({ name: "copy.csv" }));
  expect(new Set([of({}), of({ sha256: "01" }), of({ router: "tfidf ridge" }), of({ seed: 8 })]).size).toBe(4);
});

it("rows of a feature that a text does not give are asked for", async () => {
  const given = matrixFeature("state", states);
  const result = await runLab(table, [given], { heads: ["ridge"] });
  const router: TrainedRouter = trainedRouter(table, result, source);
  expect(predictorOf(router).needs).toEqual(["state"]);
  expect(() => predictScores(router, ["x"])).toThrow("“state”");
  const one = { ...states, rows: 1, data: states.data.slice(0, 3) };
  expect(predictScores(router, ["x"], { state: one }).data.length).toBe(3);
});

it("any numbers survive; damaged files are refused", () => {
  const numbers = fc.record({
    doubles: fc.float64Array(),
    floats: fc.float32Array(),
    places: fc.uint32Array(),
    list: fc.array(fc.record({ name: fc.string(), whole: fc.int32Array() })),
  });
  fc.assert(
    fc.property(numbers, (value) => {
      const { json, arrays } = pack(value);
      expect(unpack({ json: JSON.parse(JSON.stringify(json)), arrays })).toEqual(value);
    }),
  );
  const { json, arrays } = pack({ a: Float64Array.of(1, 2) });
  expect(() => unpack({ json, arrays: arrays.slice(0, -1) })).toThrow("damaged");
  expect(() => unpack({ json, arrays: new Uint8Array(3) })).toThrow("damaged");
  expect(() => unpack({ json: { a: { array: "b" } }, arrays })).toThrow("missing");
  expect(() => loadRouter({ json: { format: "x" }, arrays })).toThrow("not a trained router");
  expect(() => loadRouter({ json: { format: "tryage-router", version: 2 }, arrays })).toThrow("version 2");
});
