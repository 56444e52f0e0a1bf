import type { Curve } from "../../core/curves/curve.ts";
import type { SweepRequest } from "../../core/curves/sweepRequest.ts";
import type { PairedModels } from "../../core/evaluation/pairedModels.ts";
import type { TableReport } from "../../core/evaluation/tableReport.ts";
import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type {
  Band,
  Figures,
  FiguresRequest,
  FrontRequest,
  PairedModelsRequest,
  StatisticsCalls,
  TableReportRequest,
  Tables,
} from "./protocol.ts";

type Question = Exclude<keyof StatisticsCalls, "open">;

/** The page's handle on the statistics worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class StatisticsClient {
  readonly #handle: WorkerHandle<StatisticsCalls>;
  /** The tables that the worker holds. */
  #tables: Tables | null = null;
  /** Pending while a question sends its tables. */
  #opening: Promise<void> | null = null;

  constructor(createWorker: () => WorkerLike) {
    this.#handle = new WorkerHandle(createWorker, {
      notOpen: "The benchmark has not been sent yet.",
      closed: "The statistics have been closed.",
    });
  }

  /** What the worker holds in memory; null when none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#handle.holdings();
  }

  sweeps(tables: Tables, requests: readonly SweepRequest[], options?: CallOptions): Promise<Curve[]> {
    return this.#ask("sweeps", tables, requests, options);
  }

  band(tables: Tables, request: FrontRequest, options?: CallOptions): Promise<Band> {
    return this.#ask("band", tables, request, options);
  }

  figures(tables: Tables, request: FiguresRequest, options?: CallOptions): Promise<Figures> {
    return this.#ask("figures", tables, request, options);
  }

  report(tables: Tables, request: TableReportRequest, options?: CallOptions): Promise<TableReport> {
    return this.#ask("report", tables, request, options);
  }

  paired(tables: Tables, request: PairedModelsRequest, options?: CallOptions): Promise<PairedModels> {
    return this.#ask("paired", tables, request, options);
  }

  /**
   * Only one question at a time sends its tables, and it is posted before any other: between the two, none can send the tables of
   * another library.
   */
  async #ask<T extends Question>(
    type: T,
    tables: Tables,
    request: StatisticsCalls[T]["request"],
    options?: CallOptions,
  ): Promise<StatisticsCalls[T]["result"]> {
    while (this.#opening) await this.#opening;
    options?.signal?.throwIfAborted();
    if (this.#tables === tables) return this.#handle.call(type, request, options);
    let finish!: () => void;
    this.#opening = new Promise((resolve) => {
      finish = resolve;
    });
    let answer: Promise<StatisticsCalls[T]["result"]>;
    try {
      await this.#open(tables);
      answer = this.#handle.call(type, request, options);
    } finally {
      this.#opening = null;
      finish();
    }
    return answer;
  }

  async #open(tables: Tables): Promise<void> {
    this.#tables = null;
    await this.#handle.open("open", tables);
    this.#tables = tables;
  }
}
