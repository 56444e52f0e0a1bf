/** A small table, and routers of every kind trained on it, for tests. */
import { mulberry32 } from "../../../core/stats/random.ts";
import type { EvaluationTable } from "../../../library/evaluationTable/evaluationTable.ts";
import { surfaceFeature } from "../../features/dense.ts";
import { tfidfFeature } from "../../features/tfidf.ts";
import { labTable } from "../../fit/labTable.ts";
import { HEADS } from "../../run/contestants.ts";
import { runLab } from "../../run/runLab.ts";
import { type TrainedRouter, trainedRouter } from "../trainedRouter.ts";

const WORDS =
  "river mountain city Zürich 北京 for while (x) {y} sum 12 3.5 what? law Straße naïve e\u0301 🙂 the of and a".split(
    " ",
  );

/** Made-up prompts: words of several scripts, numbers, code marks, some of them the same. */
export function madeTexts(count: number, seed: number): string[] {
  const random = mulberry32(seed);
  const pick = () => WORDS[Math.floor(random() * WORDS.length)]!;
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 14) }, pick).join(random() < 0.1 ? "\n" : " "),
  );
}

export function madeTable(count: number, seed = 5): EvaluationTable {
  const random = mulberry32(seed);
  const prompts = madeTexts(count, seed).map((text, i) => ({ id: `p${i}`, text: `Answer.\n${text}`, dataset: "" }));
  return {
    models: ["small", "large", "other"],
    prompts,
    scores: Float64Array.from({ length: 3 * count }, () => Math.round(random() * 2) / 2),
    costs: Float64Array.from({ length: 3 * count }, (_, at) => [0.003, 0.001, 0.002][at % 3]! * (0.5 + random())),
    inputTokens: null,
    outputTokens: null,
    hasIds: true,
    hasTexts: true,
  };
}

/** Every head on surface and tfidf features, and the mean of all. */
export async function madeRouters(count: number): Promise<TrainedRouter[]> {
  const read = madeTable(count);
  const table = labTable(read);
  const features = [surfaceFeature(table.cleaned), tfidfFeature(table.cleaned)];
  const result = await runLab(table, features, { heads: HEADS.map(({ id }) => id) });
  const source = { name: "made.csv", sha256: "0".repeat(64), ids: read.prompts.map(({ id }) => id) };
  return result.entry.routers.map(({ id }) => trainedRouter(table, result, { ...source, router: id }));
}
