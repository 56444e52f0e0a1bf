/** What the two sources of experts have in common: the library's on ONNX runtime, and the user's through transformers.js. */
import type { CallContext } from "../../../rpc/serve.ts";
import type { Model } from "../engine/engine.ts";
import type { FillRequest, FillResult, MeasureRequest, MeasureResult } from "../protocol.ts";
import type { EncodedPrompt } from "../text/prompt.ts";
import type { Vocabulary } from "../text/words.ts";
import type { Backend } from "../types.ts";

/** An expert that is open, and what it takes to run it on a text. */
export interface OpenExpert {
  model: Model;
  backend: Backend;
  /** Runs one of the model's runs once its runtime is free. */
  turn: <T>(run: () => Promise<T>) => Promise<T>;
  vocabulary: Vocabulary;
  /** Whether its tokenizer is the library's, so that places in a text and nats per token can be compared as they are. */
  sharedTokenizer: boolean;
  /** A text as it reads it. Throws an EmptyPromptError. */
  encode(text: string): EncodedPrompt;
  /** A token as a reader sees it. */
  text(id: number): string;
  /** Copies of a text of so many tokens that one run may read. */
  atOnce(columns: number): number;
  /** Milliseconds of one prompt of full length. */
  latency(): Promise<number>;
  /** Download and start; 0 when it was open already. */
  loadMilliseconds: number;
}

/**
 * Runs `work` with the expert that is named, which is opened first if need be. It stays open until `work` is done; when a backend
 * fails, `work` may be run again on another.
 */
export type UseExpert<E> = <T>(expert: E, context: CallContext, work: (open: OpenExpert) => Promise<T>) => Promise<T>;

/** What every worker that runs experts does, with its messages left out. */
export interface ExpertService<E> {
  fill(request: FillRequest<E>, context: CallContext): Promise<FillResult>;
  measure(request: MeasureRequest<E>, context: CallContext): Promise<MeasureResult>;
  /** Frees an expert's model; does nothing when it is not open. */
  release(key: string): Promise<void>;
}
