import { matrixFeature, surfaceFeature } from "../../lab/features/dense.ts";
import type { Feature } from "../../lab/features/rows.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { LabError, type LabTable, labTable } from "../../lab/fit/labTable.ts";
import { meanOf, SEED } from "../../lab/fit/predictHeldOut.ts";
import { markdownOf, reportOf } from "../../lab/report/report.ts";
import { otherTables, routersCompared } from "../../lab/report/tables.ts";
import { type TrainedRouter, trainedRouter } from "../../lab/router/trainedRouter.ts";
import { type LabResult, runLab } from "../../lab/run/runLab.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { CallContext, Handlers } from "../../rpc/serve.ts";
import { labInput } from "./labInput.ts";
import { type LabCalls, type LabOutcome, type LabTableRequest, PROGRESS_TOTAL, type TrainRequest } from "./protocol.ts";
import { Suspendable } from "./suspended.ts";
import { Vectors } from "./vectors.ts";

interface Trained {
  table: LabTable;
  result: LabResult;
  outcome: LabOutcome;
  clean: boolean;
}

interface Opened {
  name: string;
  sha256: string;
  evaluation: EvaluationTable;
  /** With and without cleaning: what the heads read, and its features so far. */
  prepared: Map<boolean, Prepared>;
  /** The model behind each feature of vectors, by the feature's id. */
  models: Map<string, string>;
}

interface Prepared {
  table: LabTable;
  features: Map<string, Feature>;
}

/** The lab worker's work, independent of messages and of the browser. Features are kept, and so is training that was cancelled. */
export class LabService {
  #opened: Opened | null = null;
  readonly #vectors: Vectors;
  #trained: Trained | null = null;
  #run: { key: string; work: Suspendable<Trained> } | null = null;

  constructor(vectors = new Vectors()) {
    this.#vectors = vectors;
  }

  open(request: LabTableRequest): void {
    this.#run?.work.abandon();
    this.#run = null;
    this.#opened = null;
    this.#trained = null;
    const { name, sha256 } = request;
    this.#opened = { name, sha256, evaluation: labInput(request), prepared: new Map(), models: new Map() };
  }

  async missing({ feature, clean, most }: LabCalls["missing"]["request"]): Promise<LabCalls["missing"]["result"]> {
    const opened = this.#open();
    opened.models.set(feature.id, feature.model);
    const texts = await this.#vectors.missing(feature.model, preparedTable(opened, clean).table.cleaned);
    return { texts: texts.slice(0, most), left: texts.length };
  }

  async keep({ model, texts, columns, data }: LabCalls["keep"]["request"]): Promise<void> {
    await this.#vectors.keep(model, texts, columns, data);
  }

  /** Rejects with a LabError when nothing can be trained, or with the signal's reason. */
  async train(request: TrainRequest, { signal, progress }: CallContext): Promise<LabOutcome> {
    const opened = this.#open();
    const key = JSON.stringify([request, request.features.map((id) => opened.models.get(id))]);
    if (this.#run?.key !== key) {
      this.#run?.work.abandon();
      this.#run = { key, work: new Suspendable((how) => trained(opened, this.#vectors, request, how)) };
    }
    const run = this.#run;
    try {
      this.#trained = await run.work.follow(signal, (share) =>
        progress({ loaded: Math.round(share * PROGRESS_TOTAL), total: PROGRESS_TOTAL }),
      );
      return this.#trained.outcome;
    } catch (error) {
      // Work that has failed would fail again at once: another try starts afresh.
      if (!signal.aborted && this.#run === run) this.#run = null;
      throw error;
    }
  }

  router({ id, encoders }: LabCalls["router"]["request"]): TrainedRouter {
    const { name, sha256, evaluation } = this.#open();
    if (!this.#trained) throw new LabError("No router has been trained on this table yet.");
    const { table, result, clean } = this.#trained;
    const ids = evaluation.prompts.map((prompt) => prompt.id);
    return trainedRouter(table, result, { router: id, name, sha256, ids, clean, encoders });
  }

  holdings() {
    const cells = this.#opened ? this.#opened.evaluation.scores.byteLength : 0;
    return { models: 0, bytes: cells + this.#vectors.bytes };
  }

  #open(): Opened {
    if (this.#opened) return this.#opened;
    throw new InferenceError("NotOpenError", "The lab has no table yet.");
  }
}

async function trained(
  opened: Opened,
  vectors: Vectors,
  { features: ids, heads, inMean, clean, learningCurve, leaveOut }: TrainRequest,
  how: { pause: () => Promise<void>; tell: (share: number) => void },
): Promise<Trained> {
  const prepared = preparedTable(opened, clean);
  const { table } = prepared;
  const features: Feature[] = [];
  for (const id of ids) {
    await how.pause();
    features.push(featureOf(prepared, id, opened.models.get(id), vectors));
  }
  const result = await runLab(table, features, { heads, inMean, learningCurve, leaveOut, ...how });
  const { name, sha256 } = opened;
  const report = reportOf(table, result, { name, sha256, seed: SEED });
  const outcome: LabOutcome = {
    report,
    tables: [routersCompared(result.comparison), ...otherTables(result)],
    markdown: markdownOf(report, result),
    rows: table.rows,
    predictions: result.entry.routers.map(({ id, members }) => ({
      id,
      scores: Float64Array.from(meanOf(members.map((m) => result.members[m]!.predicted)).data),
    })),
  };
  return { table, result, outcome, clean };
}

function preparedTable({ evaluation, prepared }: Opened, clean: boolean): Prepared {
  const known = prepared.get(clean);
  if (known) return known;
  const own = { table: labTable(evaluation, { clean }), features: new Map<string, Feature>() };
  prepared.set(clean, own);
  return own;
}

/** @param model that makes its vectors, if they are computed elsewhere */
function featureOf({ table, features }: Prepared, id: string, model: string | undefined, vectors: Vectors): Feature {
  const key = `${id} ${model ?? ""}`;
  const feature = features.get(key) ?? made();
  features.set(key, feature);
  return feature;

  function made(): Feature {
    if (id === "surface") return surfaceFeature(table.cleaned);
    if (id === "tfidf") return tfidfFeature(table.cleaned);
    if (model === undefined) throw new LabError(`The feature “${id}” has not been computed.`);
    return matrixFeature(id, vectors.rows(model, table.cleaned));
  }
}

export const labHandlers = (service: LabService): Handlers<LabCalls> => ({
  open: async (request) => {
    service.open(request);
    return { result: null };
  },
  missing: async (request) => ({ result: await service.missing(request) }),
  keep: async (request) => {
    await service.keep(request);
    return { result: null };
  },
  router: async (request) => ({ result: service.router(request) }),
  train: async (request, context) => ({ result: await service.train(request, context) }),
});
