import { withCommas } from "../../core/withCommas.ts";
import { matrixFeature, modelFeature, surfaceFeature } from "../../lab/features/dense.ts";
import type { Feature } from "../../lab/features/rows.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { vectorRows } from "../../lab/features/vectors.ts";
import { LabError, type LabTable, labTable } from "../../lab/fit/labTable.ts";
import { meanOf, SEED } from "../../lab/fit/predictHeldOut.ts";
import { markdownOf, reportOf } from "../../lab/report/report.ts";
import { otherTables, routersCompared } from "../../lab/report/tables.ts";
import { verdict } from "../../lab/report/verdict.ts";
import { partsOf, type Tell } from "../../lab/run/parts.ts";
import { changedTexts } from "../../lab/run/robustness.ts";
import { type LabResult, runLab } from "../../lab/run/runLab.ts";
import { joined, leakSentence, trainTest } from "../../lab/run/trainTest.ts";
import { FOLDS } from "../../lab/text/promptKey.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import type { LabOutcome, TrainRequest } from "./protocol.ts";
import type { Vectors } from "./vectors.ts";

export interface Trained {
  table: LabTable;
  result: LabResult;
  outcome: LabOutcome;
  clean: boolean;
}

export interface Opened {
  name: string;
  sha256: string;
  evaluation: EvaluationTable;
  /** With and without cleaning: what the heads read, and its features so far. */
  prepared: Map<boolean, Prepared>;
  /** What is judged on besides: the two tables as one, and how many prompts of it are the first's. */
  test: { name: string; evaluation: EvaluationTable; trained: number; prepared: Map<boolean, Prepared> } | null;
  /** The model behind each feature of vectors, by the feature's id. */
  models: Map<string, string>;
  /** Vectors that belong to the table's rows. */
  given: { name: string; text: string } | null;
}

/** The feature of vectors that belong to the table. */
export const VECTORS = "vectors";

export interface Prepared {
  table: LabTable;
  features: Map<string, Feature>;
}

export async function trained(
  opened: Opened,
  vectors: Vectors,
  request: TrainRequest,
  how: { pause: () => Promise<void>; tell: (share: number) => void },
): Promise<Trained> {
  const { heads, inMean, clean, learningCurve, leaveOut, predictCosts } = request;
  const test = request.test === null ? null : opened.test;
  const [own, testing] = partsOf(how.tell, [FOLDS, test ? 1 : 0]) as [Tell, Tell];
  const rowsOfTest = opened.test ? opened.test.evaluation.prompts.length - opened.test.trained : 0;
  const { table, features } = await withFeatures(opened, request, { ...opened, rowsOfTest }, vectors, how.pause);
  const options = { heads, inMean, pause: how.pause };
  const result = await runLab(table, features, { ...options, learningCurve, leaveOut, predictCosts, tell: own });
  const { name, sha256 } = opened;
  const report = reportOf(table, result, { name, sha256, seed: SEED });
  const outcome: LabOutcome = {
    report,
    tables: [routersCompared(result.comparison), ...otherTables(result)],
    markdown: markdownOf(report, result),
    commonLines: [...table.cleaner.common].slice(0, LINES_SHOWN),
    test: test && (await tested(test, request, opened, vectors, { ...options, tell: testing })),
    rows: table.rows,
    predictions: result.entry.routers.map(({ id, members }) => ({
      id,
      scores: Float64Array.from(meanOf(members.map((m) => result.members[m]!.predicted)).data),
    })),
  };
  return { table, result, outcome, clean };
}

/** More lines that were taken out are not sent. */
const LINES_SHOWN = 200;

/** `rowsOfTest`: rows of a test table whose vectors may follow in the file. */
type Sources = Pick<Opened, "models" | "given"> & { rowsOfTest?: number };
type Test = NonNullable<Opened["test"]>;
type How = { heads: readonly string[]; inMean: readonly string[]; pause: () => Promise<void>; tell: Tell };

async function tested(
  test: Test,
  request: TrainRequest,
  { models, given }: Sources,
  vectors: Vectors,
  how: How,
): Promise<LabOutcome["test"]> {
  const { table, features } = await withFeatures(test, request, { models, given }, vectors, how.pause);
  const trainedOn = table.rows.filter((row) => row < test.trained).length;
  const result = await trainTest(table, test.trained, features, how);
  const { headline, all, unseen, prompts } = result;
  const titled = (comparison: typeof all, of: string) => ({ ...routersCompared(comparison), title: of });
  return {
    name: test.name,
    headline,
    sentences: [
      `Trained on ${withCommas(trainedOn)} prompts here, judged on ${withCommas(prompts)} of ${test.name}.`,
      leakSentence(result),
      verdict(unseen ?? all, headline),
    ],
    tables: [
      titled(all, `Routers on ${test.name}`),
      ...(unseen ? [titled(unseen, `Routers on the prompts of ${test.name} that were not seen`)] : []),
    ],
  };
}

async function withFeatures(
  source: { evaluation: EvaluationTable; prepared: Map<boolean, Prepared> },
  { features: ids, clean }: TrainRequest,
  sources: Sources,
  vectors: Vectors,
  pause: () => Promise<void>,
) {
  const prepared = preparedTable(source, clean);
  const features: Feature[] = [];
  for (const id of ids) {
    await pause();
    features.push(featureOf(prepared, id, sources, vectors));
  }
  return { table: prepared.table, features };
}

/** Texts that features are computed of: the prompts, those of a test table, and some of the prompts put a little differently. */
export function textsToRead(opened: Opened, clean: boolean): string[] {
  const { table } = preparedTable(opened, clean);
  const test = opened.test ? preparedTable(opened.test, clean).table.cleaned : [];
  return [...table.cleaned, ...test, ...changedTexts(table)];
}

/** The test table beside the one that is trained on. Throws a LabError when they do not fit. */
export const testOf = (name: string, evaluation: EvaluationTable, test: EvaluationTable): Test => ({
  name,
  evaluation: joined(evaluation, test),
  trained: evaluation.prompts.length,
  prepared: new Map(),
});

function preparedTable({ evaluation, prepared }: Pick<Opened, "evaluation" | "prepared">, clean: boolean): Prepared {
  const known = prepared.get(clean);
  if (known) return known;
  const own = { table: labTable(evaluation, { clean }), features: new Map<string, Feature>() };
  prepared.set(clean, own);
  return own;
}

function featureOf(
  { table, features }: Prepared,
  id: string,
  { models, given, rowsOfTest }: Sources,
  vectors: Vectors,
): Feature {
  const model = models.get(id);
  const key = model === undefined ? id : `${id} ${model}`;
  const feature = features.get(key) ?? made();
  features.set(key, feature);
  return feature;

  function made(): Feature {
    if (id === "surface") return surfaceFeature(table.cleaned);
    if (id === "tfidf") return tfidfFeature(table.cleaned);
    if (id === VECTORS && given) return matrixFeature(id, vectorRows(given.text, given.name, table, rowsOfTest));
    if (model === undefined) throw new LabError(`The feature “${id}” has not been computed.`);
    return modelFeature(id, table.cleaned, (texts) => vectors.rows(model, texts));
  }
}
