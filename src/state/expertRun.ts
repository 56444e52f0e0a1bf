import type { InferenceClient } from "../inference/client.ts";
import { readPrompt } from "./flags.ts";
import { sentence } from "./sentence.ts";
import type { Run, Store } from "./store.ts";

/** Predictions shown for every mask. */
const TOP_K = 5;

/** Runs one expert at a time on the prompt as it was last routed; starting or clearing a run cancels the one before. */
export class ExpertRun {
  #cancel: AbortController | null = null;

  constructor(
    private readonly store: Store,
    private readonly inference: InferenceClient,
  ) {}

  /** Loads the expert and runs it; progress, result or failure are told in the store. */
  async start(expertId: string): Promise<void> {
    const { library, prediction } = this.store.getState();
    const expert = library?.manifest.experts.find(({ id }) => id === expertId);
    if (!library || !prediction || expert?.model === undefined) return;
    this.clear();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const { text } = prediction;
    const model = library.file(expert.model);
    const show = (change: Pick<Run, "loading"> & Partial<Run>) => {
      if (this.#cancel === cancel) this.store.setState({ run: { expertId, text, result: null, ...change } });
    };
    show({ loading: { status: "loading", loaded: 0, total: expert.bytes } });
    try {
      const result = await this.inference.fill(
        { expertId, model, text: readPrompt(library, text).text, topK: TOP_K },
        { signal: cancel.signal, onProgress: (progress) => show({ loading: { status: "loading", ...progress } }) },
      );
      show({ loading: { status: "ready" }, result });
    } catch (error) {
      show({ loading: { status: "failed", message: sentence(error) } });
    }
  }

  clear(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.store.setState({ run: null });
  }
}
