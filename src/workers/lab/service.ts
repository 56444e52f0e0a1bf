import { surfaceFeature } from "../../lab/features/dense.ts";
import type { Feature } from "../../lab/features/rows.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { LabError, type LabTable, labTable } from "../../lab/fit/labTable.ts";
import { meanOf, SEED } from "../../lab/fit/predictHeldOut.ts";
import { markdownOf, reportOf } from "../../lab/report/report.ts";
import { otherTables, routersCompared } from "../../lab/report/tables.ts";
import { type LabResult, runLab } from "../../lab/run/runLab.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { CallContext, Handlers } from "../../rpc/serve.ts";
import { labInput } from "./labInput.ts";
import { type LabCalls, type LabOutcome, type LabTableRequest, PROGRESS_TOTAL, type TrainRequest } from "./protocol.ts";
import { Suspendable } from "./suspended.ts";

interface Trained {
  table: LabTable;
  result: LabResult;
  outcome: LabOutcome;
}

interface Opened {
  name: string;
  sha256: string;
  evaluation: EvaluationTable;
  /** With and without cleaning: what the heads read, and its features so far. */
  prepared: Map<boolean, { table: LabTable; features: Map<string, Feature> }>;
}

/** The lab worker's work, independent of messages and of the browser. Features are kept, and so is training that was cancelled. */
export class LabService {
  #opened: Opened | null = null;
  #run: { key: string; work: Suspendable<Trained> } | null = null;

  open(request: LabTableRequest): void {
    this.#run?.work.abandon();
    this.#run = null;
    this.#opened = null;
    const { name, sha256 } = request;
    this.#opened = { name, sha256, evaluation: labInput(request), prepared: new Map() };
  }

  /** Rejects with a LabError when nothing can be trained, or with the signal's reason. */
  async train(request: TrainRequest, { signal, progress }: CallContext): Promise<LabOutcome> {
    const opened = this.#open();
    const key = JSON.stringify(request);
    if (this.#run?.key !== key) {
      this.#run?.work.abandon();
      this.#run = { key, work: new Suspendable((how) => trained(opened, request, how)) };
    }
    const run = this.#run;
    try {
      const { outcome } = await run.work.follow(signal, (share) =>
        progress({ loaded: Math.round(share * PROGRESS_TOTAL), total: PROGRESS_TOTAL }),
      );
      return outcome;
    } catch (error) {
      // Work that has failed would fail again at once: another try starts afresh.
      if (!signal.aborted && this.#run === run) this.#run = null;
      throw error;
    }
  }

  holdings() {
    const cells = this.#opened ? this.#opened.evaluation.scores.byteLength : 0;
    return { models: 0, bytes: cells };
  }

  #open(): Opened {
    if (this.#opened) return this.#opened;
    throw new InferenceError("NotOpenError", "The lab has no table yet.");
  }
}

async function trained(
  opened: Opened,
  { features: ids, heads, clean, learningCurve, leaveOut }: TrainRequest,
  how: { pause: () => Promise<void>; tell: (share: number) => void },
): Promise<Trained> {
  const prepared = preparedTable(opened, clean);
  const { table } = prepared;
  const features: Feature[] = [];
  for (const id of ids) {
    await how.pause();
    features.push(featureOf(prepared, id));
  }
  const result = await runLab(table, features, { heads, learningCurve, leaveOut, ...how });
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
  return { table, result, outcome };
}

function preparedTable({ evaluation, prepared }: Opened, clean: boolean) {
  const known = prepared.get(clean);
  if (known) return known;
  const own = { table: labTable(evaluation, { clean }), features: new Map<string, Feature>() };
  prepared.set(clean, own);
  return own;
}

function featureOf({ table, features }: { table: LabTable; features: Map<string, Feature> }, id: string): Feature {
  const known = features.get(id);
  if (known) return known;
  const feature =
    id === "surface" ? surfaceFeature(table.cleaned) : id === "tfidf" ? tfidfFeature(table.cleaned) : null;
  if (!feature) throw new LabError(`The feature “${id}” has not been computed.`);
  features.set(id, feature);
  return feature;
}

export const labHandlers = (service: LabService): Handlers<LabCalls> => ({
  open: async (request) => {
    service.open(request);
    return { result: null };
  },
  train: async (request, context) => ({ result: await service.train(request, context) }),
});
