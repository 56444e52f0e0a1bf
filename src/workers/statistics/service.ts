import type { Curve } from "../../core/curves/curve.ts";
import { runSweep, type SweepRequest } from "../../core/curves/sweepRequest.ts";
import { measuredCalls } from "../../core/evaluation/measuredCalls.ts";
import { type PairedModels, pairedModels } from "../../core/evaluation/pairedModels.ts";
import { type TableReport, tableReport } from "../../core/evaluation/tableReport.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { PairedBootstrap } from "../../core/stats/pairedBootstrap.ts";
import { COST } from "../../library/evaluationTable/evaluationTable.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { CallContext } from "../../rpc/serve.ts";
import { estimateBand } from "./band.ts";
import { estimateFigures } from "./figures.ts";
import type {
  Band,
  Figures,
  FiguresRequest,
  FrontRequest,
  PairedModelsRequest,
  TableReportRequest,
  Tables,
} from "./protocol.ts";

/** Resamples between two checks whether the result is still wanted. */
const PORTION = 40;

/** Holds the benchmark's tables and estimates intervals by resampling their prompts. */
export class StatisticsService {
  readonly #turn = createQueue();
  #tables: Tables | null = null;

  async open(tables: Tables): Promise<null> {
    this.#tables = tables;
    return null;
  }

  /** Exact curves, one for each request. Between two of them it sees whether they are still wanted. */
  async sweeps(requests: readonly SweepRequest[], { signal }: CallContext): Promise<Curve[]> {
    const tables = this.#opened();
    const curves: Curve[] = [];
    for (const request of requests) {
      await this.#turn(() => {
        signal.throwIfAborted();
        curves.push(runSweep(tables, request));
      });
    }
    return curves;
  }

  band(request: FrontRequest, context: CallContext): Promise<Band> {
    return estimateBand(this.#opened(), request, (bootstrap) => this.#run(bootstrap, context));
  }

  figures(request: FiguresRequest, context: CallContext): Promise<Figures> {
    return estimateFigures(this.#opened(), request, (bootstrap) => this.#run(bootstrap, context));
  }

  report(request: TableReportRequest, context: CallContext): Promise<TableReport> {
    const { accuracies, clusters, calls } = this.#opened();
    const table = { scores: accuracies, costs: calls?.[COST] ?? null, clusters };
    const run = (bootstrap: PairedBootstrap) => this.#run(bootstrap, context);
    return tableReport({ ...request, ...table }, run, (part) => context.progress({ loaded: 0, total: 1, part }));
  }

  async paired({ rows, first, second }: PairedModelsRequest): Promise<PairedModels> {
    const { accuracies, calls } = this.#opened();
    return pairedModels(measuredCalls(accuracies, calls?.[COST] ?? null, rows), first, second);
  }

  holdings(): Omit<Holdings, "calls"> {
    if (!this.#tables) return { models: 0, bytes: 0 };
    const { clusters, calls = {}, callScores = {}, expectedScores = {}, ...tables } = this.#tables;
    const held = [tables, calls, callScores, expectedScores].flatMap((group): Matrix[] => Object.values(group));
    const bytes = held.reduce((sum, { data }) => sum + data.byteLength, clusters.byteLength);
    return { models: 0, bytes };
  }

  #opened(): Tables {
    if (!this.#tables) throw new InferenceError("NotOpenError", "The statistics have no figures yet.");
    return this.#tables;
  }

  async #run(bootstrap: PairedBootstrap, { signal, progress }: CallContext): Promise<void> {
    while (bootstrap.drawn < bootstrap.resamples) {
      await this.#turn(() => {
        signal.throwIfAborted();
        bootstrap.run(PORTION);
      });
      progress({ loaded: bootstrap.drawn, total: bootstrap.resamples });
    }
  }
}
