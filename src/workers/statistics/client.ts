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

/** The page's handle on the statistics worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class StatisticsClient {
  readonly #handle: WorkerHandle<StatisticsCalls>;
  #tables: Tables | null = null;
  /** The tables being sent to the worker. */
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

  async #ask<T extends "band" | "figures" | "report" | "paired">(
    type: T,
    tables: Tables,
    request: StatisticsCalls[T]["request"],
    options?: CallOptions,
  ): Promise<StatisticsCalls[T]["result"]> {
    const opening = this.#open(tables);
    if (opening) await opening;
    return this.#handle.call(type, request, options);
  }

  /** Sends the benchmark's tables once, before the first request about them; null once they have arrived. */
  #open(tables: Tables): Promise<void> | null {
    if (this.#tables !== tables) {
      this.#tables = tables;
      this.#opening = this.#send(tables);
    }
    return this.#opening;
  }

  async #send(tables: Tables): Promise<void> {
    try {
      await this.#handle.open("open", tables);
      if (this.#tables === tables) this.#opening = null;
    } catch (error) {
      if (this.#tables === tables) this.#tables = null;
      throw error;
    }
  }
}
