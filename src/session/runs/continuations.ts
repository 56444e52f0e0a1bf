import { errorMessage } from "../../core/errorMessage.ts";
import { scaleOf } from "../../library/manifest/manifestFacts.ts";
import type { Progress } from "../../rpc/channel.ts";
import { libraryOf } from "../../state/derived.ts";
import { readPrompt } from "../../state/policy.ts";
import type { ContinuationSettings, ContinuationState } from "../../state/slices/continuation.ts";
import type { Store } from "../../state/store.ts";
import { beforeMask } from "../../workers/inference/causal/surprisal.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import type { CustomExperts } from "../customExperts/customExperts.ts";
import { readsWithLibrary } from "./expertRuns.ts";

/** Continues prompts with causal experts, one at a time; the text appears in the store as it is written. */
export class Continuations {
  #cancel: AbortController | null = null;

  constructor(
    private readonly store: Store,
    private readonly inference: Pick<InferenceClient, "continue">,
    private readonly customExperts: Pick<CustomExperts, "continue">,
  ) {}

  /** Continues a prompt, up to its first mask and without its flags; what was being written is stopped. */
  async start(expertId: string, prompt: string, settings: ContinuationSettings): Promise<void> {
    const library = libraryOf(this.store.getState());
    const expert = library?.manifest.experts.find(({ id }) => id === expertId);
    if (!library || !expert) return;
    this.#cancel?.abort();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const read = beforeMask(readPrompt(library, prompt).text);
    const begun: ContinuationState = {
      expertId,
      prompt,
      read,
      settings,
      text: "",
      tokens: 0,
      status: "writing",
      message: null,
    };
    this.store.setState({ continuation: begun });
    const show = (change: Partial<ContinuationState>) => {
      if (this.#cancel !== cancel) return;
      this.store.setState(({ continuation }) => ({ continuation: continuation && { ...continuation, ...change } }));
    };
    const onProgress = ({ text, loaded }: Progress) => {
      // Without a text these are the bytes of a model that is being loaded.
      if (text !== undefined && !cancel.signal.aborted) show({ text, tokens: loaded });
    };
    const request = { text: read, ...settings };
    const options = { signal: cancel.signal, onProgress };
    try {
      const elsewhere = library.calibrated?.has(expertId) || !readsWithLibrary(library, expert);
      const { text, ids, ended } = elsewhere
        ? await this.customExperts.continue(expertId, request, options)
        : await this.inference.continue(
            {
              ...request,
              expert: { key: expertId, model: library.file(expert.model!), scale: scaleOf(library.manifest) },
            },
            options,
          );
      show({ text, tokens: ids.length, status: ended === "stop" ? "ended" : "full" });
    } catch (error) {
      show(cancel.signal.aborted ? { status: "stopped" } : { status: "failed", message: errorMessage(error) });
    }
  }

  /** Stops the writing; what is there stays. */
  stop(): void {
    this.#cancel?.abort();
  }

  /** Stops the writing and drops it. */
  close(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.store.setState({ continuation: null });
  }
}
