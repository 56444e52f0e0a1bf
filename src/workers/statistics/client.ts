import { type CallOptions, WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import type { Band, Figures, FiguresRequest, FrontRequest, StatisticsCalls, Tables } from "./protocol.ts";

/** The page's handle on the statistics worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class StatisticsClient {
  readonly #createWorker: () => WorkerLike;
  #caller: WorkerCaller<StatisticsCalls> | null = null;
  #tables: Tables | null = null;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /** Sends the benchmark's tables, once, before the first question about them. After a crash a fresh worker gets them again. */
  async #open(tables: Tables): Promise<WorkerCaller<StatisticsCalls>> {
    this.#caller ??= new WorkerCaller(this.#createWorker(), {
      failure: () => {
        this.#caller = null;
        this.#tables = null;
      },
    });
    const caller = this.#caller;
    if (this.#tables !== tables) {
      this.#tables = tables;
      await caller.call("open", tables);
    }
    return caller;
  }

  /** What the worker holds; null while none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#caller?.holdings() ?? null;
  }

  async band(tables: Tables, request: FrontRequest, options?: CallOptions): Promise<Band> {
    return (await this.#open(tables)).call("band", request, options);
  }

  async figures(tables: Tables, request: FiguresRequest, options?: CallOptions): Promise<Figures> {
    return (await this.#open(tables)).call("figures", request, options);
  }
}
