import { LabError } from "../../lab/fit/labTable.ts";
import { type TrainedRouter, trainedRouter } from "../../lab/router/trainedRouter.ts";
import { TableImporter } from "../../library/evaluationTable/importer.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { CallContext, Handlers } from "../../rpc/serve.ts";
import { labInput } from "./labInput.ts";
import { type LabCalls, type LabOutcome, type LabTableRequest, PROGRESS_TOTAL, type TrainRequest } from "./protocol.ts";
import { Suspendable } from "./suspended.ts";
import { type Opened, type Trained, testOf, textsToRead, trained, VECTORS } from "./training.ts";
import { Vectors } from "./vectors.ts";

/** The lab worker's work, independent of messages and of the browser. Features are kept, and so is training that was cancelled. */
export class LabService {
  #opened: Opened | null = null;
  readonly #vectors: Vectors;
  #trained: Trained | null = null;
  /** Numbers the test tables and the vectors: two may have one name. */
  #given = 0;
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
    this.#opened = {
      name,
      sha256,
      evaluation: labInput(request),
      prepared: new Map(),
      test: null,
      models: new Map(),
      given: null,
    };
  }

  async missing({ feature, clean, most }: LabCalls["missing"]["request"]): Promise<LabCalls["missing"]["result"]> {
    const opened = this.#open();
    opened.models.set(feature.id, feature.model);
    const texts = await this.#vectors.missing(feature.model, textsToRead(opened, clean));
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    return { texts: texts.slice(0, most), left: texts.length, characters };
  }

  async keep({ model, texts, columns, data }: LabCalls["keep"]["request"]): Promise<void> {
    await this.#vectors.keep(model, texts, columns, data);
  }

  /** They are read when a router is trained on them. */
  vectors(given: LabCalls["vectors"]["request"]): void {
    const opened = this.#open();
    opened.given = given;
    this.#given++;
    for (const { features } of opened.prepared.values()) features.delete(VECTORS);
  }

  /** Rejects with an error that says what is wrong with the files, or that the tables do not fit. */
  async test(given: LabCalls["test"]["request"]): Promise<LabCalls["test"]["result"]> {
    const opened = this.#open();
    opened.test = null;
    this.#given++;
    if (!given) return null;
    const { table } = await new TableImporter(given.name, given.files).read();
    opened.test = testOf(given.name, opened.evaluation, table);
    return { prompts: table.prompts.length, models: opened.test.evaluation.models };
  }

  /** Rejects with a LabError when nothing can be trained, or with the signal's reason. */
  async train(request: TrainRequest, { signal, progress }: CallContext): Promise<LabOutcome> {
    const opened = this.#open();
    const key = JSON.stringify([request, this.#given, request.features.map((id) => opened.models.get(id))]);
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
  vectors: async (request) => {
    service.vectors(request);
    return { result: null };
  },
  test: async (request) => ({ result: await service.test(request) }),
  router: async (request) => ({ result: service.router(request) }),
  train: async (request, context) => ({ result: await service.train(request, context) }),
});
