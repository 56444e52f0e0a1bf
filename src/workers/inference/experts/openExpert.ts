/** Common to the two sources of experts: the library's on ONNX Runtime, and the user's through transformers.js. */
import type { LossScale } from "../../../library/manifest/manifestFacts.ts";
import type { CallContext } from "../../../rpc/serve.ts";
import type { Continuation, ContinueRequest } from "../causal/continuation.ts";
import type { OpenCausal } from "../causal/decoder.ts";
import type { Model } from "../engine/engine.ts";
import type { FillRequest, FillResult, MeasureRequest, MeasureResult } from "../protocol.ts";
import type { EncodedPrompt } from "../text/prompt.ts";
import type { Vocabulary } from "../text/words.ts";
import type { Backend } from "../types.ts";

/** An open expert, with all that is needed to run it on a text. */
export interface OpenExpert {
  model: Model;
  backend: Backend;
  /** Executes one model run once its runtime is free. */
  turn: <T>(run: () => Promise<T>) => Promise<T>;
  vocabulary: Vocabulary;
  /** Whether its tokenizer is the library's, so that token positions and nats per token can be compared directly. */
  sharedTokenizer: boolean;
  /** The text as it reads it. Throws an EmptyPromptError. */
  encode(text: string): EncodedPrompt;
  /** A token for display. */
  text(id: number): string;
  /** Only of a causal expert; `vocabulary.frame` then ends with nothing. */
  causal: OpenCausal | null;
  /** What the library's experts do, and the unit of its losses. */
  scale: LossScale;
  /** Number of copies of a text with so many tokens that fit in one run. */
  atOnce(columns: number): number;
  /** Milliseconds for one prompt of full length. */
  latency(): Promise<number>;
  /** Download and start; 0 when it was already open. */
  loadMilliseconds: number;
}

/** The requests common to all workers that run experts, in their messages. */
export interface ExpertService<E> {
  fill(request: FillRequest<E>, context: CallContext): Promise<FillResult>;
  measure(request: MeasureRequest<E>, context: CallContext): Promise<MeasureResult>;
  continue(request: ContinueRequest<E>, context: CallContext): Promise<Continuation>;
  /** Frees an expert's model; does nothing when it is not open. */
  release(key: string): Promise<void>;
}
