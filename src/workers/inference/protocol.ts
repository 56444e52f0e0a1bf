/** @file The messages between the page and the inference worker. */
import type { FileReference } from "../../library/load.ts";
import type { LossScale } from "../../library/manifest/manifestFacts.ts";
import type { RoutedTexts } from "./batch/routedTexts.ts";
import type { Continuation, ContinueRequest } from "./causal/continuation.ts";
import type { CausalReading } from "./causal/surprisal.ts";
import type { States } from "./states.ts";
import type { Backend, WordLoss } from "./types.ts";

export type { FileReference } from "../../library/load.ts";

export type { RoutedTexts } from "./batch/routedTexts.ts";
export type { Backend } from "./types.ts";

export interface OpenRequest {
  tokenizer: FileReference;
  router: FileReference;
  /** Longest sequence the models accept, including [CLS] and [SEP]; 128 when absent. */
  maxTokens?: number | undefined;
  /** A backend to use even if the other is faster; null or absent to let the measurement decide. */
  forced?: Backend | null | undefined;
}

/** Milliseconds for the same work on both backends, best of several runs after a warm-up. */
export interface Timing {
  wasm: number;
  webgpu: number;
}

/** Which backend runs what, and why. */
export interface BackendReport {
  router: Backend;
  experts: Backend;
  /** WASM threads; more than one only on a cross-origin isolated page. */
  threads: number;
  webgpu: {
    /** Whether the browser provides a WebGPU adapter; also false while unknown. */
    available: boolean;
    /** Whether WebGPU and WASM give the same router output for a fixed prompt; null when not compared. */
    agrees: boolean | null;
    maxDifference: number | null;
    /** The router on one short prompt: decides the router's backend. */
    milliseconds: Timing | null;
    /**
     * The router on seven masked copies of a long prompt, as experts are run: decides the experts' backend. Also null when WASM ran
     * all seven before WebGPU finished one short prompt.
     */
    batchMilliseconds: Timing | null;
    reason: string;
  };
  /** One sentence for the badge, e.g. "WASM: no WebGPU adapter in this browser". */
  summary: string;
}

export interface RouteRequest {
  text: string;
}

export interface RoutedPrompt {
  status: "routed";
  /** Predicted losses, nats per token, in the order of the manifest's router.experts. */
  losses: Float32Array | Float64Array;
  /** The prompt's embedding: the router's pooled state. */
  state: Float32Array;
  /** Tokens read, not counting [CLS] and [SEP]. */
  tokens: number;
  /** Whether the prompt was longer than the router can read. */
  truncated: boolean;
  /** Every token that was read, for display, without [CLS] and [SEP]. */
  texts: string[];
  /** Indices of [MASK] in the token sequence, where [CLS] is 0. */
  maskPositions: number[];
  /** Time for tokenising and the router's run. */
  milliseconds: number;
}

/** `superseded`: a newer prompt arrived first. `empty`: no text to route. Neither is an error. */
export type RouteResult = RoutedPrompt | { status: "superseded" } | { status: "empty" };

/** An expert of the library. */
export interface LibraryExpert {
  /** Its id in the manifest. */
  key: string;
  model: FileReference;
  /** Of its library; absent for masked experts and nats per token. */
  scale?: LossScale | undefined;
}

/**
 * Every request that runs an expert contains its full description, and the worker opens it in the same turn. "The open expert"
 * could be one that another request has opened in the meantime.
 */
export interface FillRequest<E = LibraryExpert> {
  expert: E;
  text: string;
  /** Tokens of the text to hide in addition to its [MASK]s: indices into `RoutedPrompt.texts`. */
  masks: readonly number[];
  /** Number of predictions per mask. */
  topK: number;
}

export interface TokenPrediction {
  /** Id in the vocabulary. */
  token: number;
  /** The text to insert, including a leading space; invisible white space and control characters are drawn. */
  text: string;
  /** Softmax over the whole vocabulary. */
  probability: number;
}

/** One hidden token. */
export interface FilledMask {
  /** As in `RoutedPrompt.maskPositions`. */
  position: number;
  /** The hidden token, and the expert's probability for it; null for a [MASK] of the text, whose word is unknown. */
  truth: TokenPrediction | null;
  /** Best first. */
  predictions: TokenPrediction[];
}

/** The true loss L(z, Mᵢ). */
export interface MeasuredLoss {
  /** Mean −ln p of the true token, in the library's unit. */
  loss: number;
  /** Tokens behind the mean. */
  masked: number;
  /**
   * Which tokens are measured: those that the request hid, all in one run; or every token of the text, a seventh at a time as in
   * the benchmark (one permutation, where the benchmark averages two), where its own [MASK]s stay hidden and do not count; or, of a
   * causal expert, every token given those before it.
   */
  over: "masks" | "text" | "tokens";
}

export interface FillResult {
  /** Every [MASK] of the text that was read and every token hidden by the request, in text order. */
  masks: FilledMask[];
  /** Null when the true word of none of the tokens is known, and for a loss that is not on the library's scale. */
  measured: MeasuredLoss | null;
  /** Only of a causal expert. */
  causal?: CausalReading;
  tokens: number;
  truncated: boolean;
  /** The expert's runs on this text, without loading. */
  milliseconds: number;
  /** Time for one fixed prompt of full length, best of several runs: the measure for the latency constraint. */
  latency: number;
  backend: Backend;
  /** Download and start of the expert; 0 when it was still loaded. */
  loadMilliseconds: number;
}

/** The router's answer for a sample text. */
export interface EmbedResult {
  /** As in `RoutedPrompt`. */
  losses: Float32Array;
  state: Float32Array;
  /**
   * By word of the text, 1 for words that may count when experts are measured word by word (words.ts); ends where the experts stop
   * reading.
   */
  words: Uint8Array;
}

export interface MeasureRequest<E = LibraryExpert> {
  expert: E;
  text: string;
  /** By word, 1 for the words that count. */
  counts: Uint8Array;
}

export interface MeasureResult extends WordLoss {
  /** The loss in the library's unit, measured as in the benchmark; null for an all-mask text, and for one that is not on its scale. */
  perToken: number | null;
}

/** The requests to all workers that run experts; `E` describes an expert. */
export type ExpertCalls<E extends { key: string }> = {
  fill: { request: FillRequest<E>; result: FillResult };
  measure: { request: MeasureRequest<E>; result: MeasureResult };
  /** Continues a text with a causal expert; the text so far comes as progress. */
  continue: { request: ContinueRequest<E>; result: Continuation };
  /** Frees an expert's model; others stay open. */
  release: { request: { key: string }; result: null };
};

export type InferenceCalls = ExpertCalls<LibraryExpert> & {
  open: { request: OpenRequest; result: BackendReport };
  route: { request: RouteRequest; result: RouteResult };
  embed: { request: RouteRequest; result: EmbedResult | null };
  /** The router's state of whole texts, each the mean over its windows. */
  states: { request: { texts: readonly string[] }; result: States };
  /** The prompts in a file: see library/prompts/readPrompts.ts. */
  readPrompts: { request: { file: Blob; name: string }; result: string[] };
  /** The router on many texts, in batches; does not supersede typed prompts. */
  routeTexts: { request: { texts: readonly string[] }; result: RoutedTexts };
  dispose: { request: null; result: null };
};

/** Sent when the backends have been compared, and again when one fails later. */
export interface InferenceEvent {
  type: "backend";
  report: BackendReport;
}
