import { errorMessage } from "../../core/errorMessage.ts";
import type { Library } from "../../library/load.ts";
import type { Expert } from "../../library/manifest/manifest.ts";
import { scaleOf } from "../../library/manifest/manifestFacts.ts";
import type { Progress } from "../../rpc/channel.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { readPrompt } from "../../state/policy.ts";
import type { Run, Store } from "../../state/store.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import type { FillResult } from "../../workers/inference/protocol.ts";
import type { CustomExperts } from "../customExperts/customExperts.ts";

/** One run of one expert from either source. */
type Fill = (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<FillResult>;

/** Whether the inference worker can run an expert: it has its model, and reads with the library's tokenizer. */
export const readsWithLibrary = ({ manifest }: Library, { model, tokenizer }: Expert): boolean =>
  model !== undefined && (tokenizer === undefined || tokenizer === manifest.tokenizer);

/** Others of a library run where added experts do. */
const hasModel = (expert: Expert | undefined): boolean => expert?.model !== undefined || expert?.source !== undefined;

/** Predictions fetched per mask: the maximum that can be shown. */
const TOP_K = 10;

/**
 * Runs experts on the prompt as it was last routed, one at a time. Starting or clearing stops the previous runs. Latencies measured
 * by a batch are written to the store when it has ended, so that the page's figures change once.
 */
export class ExpertRuns {
  #cancel: AbortController | null = null;

  constructor(
    private readonly store: Store,
    private readonly inference: Pick<InferenceClient, "fill">,
    private readonly customExperts: Pick<CustomExperts, "fill">,
  ) {}

  /** Loads and runs the experts in the given order; progress, results and failures are written to the store. */
  async start(expertIds: readonly string[], all: boolean): Promise<void> {
    const state = this.store.getState();
    const [library, prediction] = [libraryOf(state), predictionOf(state)];
    const { masks } = state;
    if (!library || !prediction) return;
    const runnable = new Map(library.manifest.experts.map((expert) => [expert.id, expert]));
    const canRun = (id: string) => hasModel(runnable.get(id)) || library.calibrated?.has(id);
    const experts = expertIds.flatMap((id) => (canRun(id) ? [runnable.get(id)!] : []));
    if (experts.length === 0) return;
    this.clear();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const { text, losses: predicted } = prediction;
    const runs = experts.map(({ id }): Run => ({ expertId: id, loading: { status: "idle" }, result: null }));
    this.store.setState({ runs: { text, masks, predicted, all, running: true, runs } });
    const request = { text: readPrompt(library, text).text, masks, topK: TOP_K };
    const scale = scaleOf(library.manifest);
    const measured: Record<string, number> = {};
    for (const expert of experts) {
      if (cancel.signal.aborted) break;
      const file = readsWithLibrary(library, expert) ? library.file(expert.model!) : null;
      const fill: Fill = (options) =>
        file
          ? this.inference.fill({ ...request, expert: { key: expert.id, model: file, scale } }, options)
          : this.customExperts.fill(expert.id, request, options);
      const latency = await this.#run(expert, fill, cancel);
      if (file && latency !== null) measured[file.sha256] = latency;
    }
    if (Object.keys(measured).length > 0) {
      this.store.setState(({ latencies }) => ({ latencies: { ...latencies, ...measured } }));
    }
    if (this.#cancel === cancel) this.#end();
  }

  /** Stops the current run and those in the queue; results stay. */
  cancel(): void {
    this.#cancel?.abort();
    this.#end();
  }

  clear(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.store.setState({ runs: null });
  }

  /** The latency measured by the run, milliseconds; null when it failed or was cancelled. */
  async #run(expert: Expert, fill: Fill, cancel: AbortController): Promise<number | null> {
    const show = (change: Partial<Run>) => {
      if (this.#cancel !== cancel || cancel.signal.aborted) return;
      this.store.setState(({ runs }) => ({
        runs: runs && {
          ...runs,
          runs: runs.runs.map((run) => (run.expertId === expert.id ? { ...run, ...change } : run)),
        },
      }));
    };
    show({ loading: { status: "loading", loaded: 0, total: expert.bytes } });
    try {
      const result = await fill({
        signal: cancel.signal,
        onProgress: (progress) => show({ loading: { status: "loading", ...progress } }),
      });
      show({ loading: { status: "ready" }, result });
      return result.latency;
    } catch (error) {
      show({ loading: { status: "failed", message: errorMessage(error) } });
      return null;
    }
  }

  /** Resets the interrupted run to idle for good. */
  #end(): void {
    this.#cancel = null;
    this.store.setState(({ runs }) => ({
      runs: runs && {
        ...runs,
        running: false,
        runs: runs.runs.map((run) =>
          run.loading.status === "loading" ? { ...run, loading: { status: "idle" as const } } : run,
        ),
      },
    }));
  }
}
