/** @file What the page and the inference worker say to each other. */
import type { FileReference } from "../../library/load.ts";
import type { Backend, WordLoss } from "./types.ts";

export type { FileReference } from "../../library/load.ts";

export type { Backend } from "./types.ts";

export interface OpenRequest {
  tokenizer: FileReference;
  router: FileReference;
  /** Longest sequence the models accept, [CLS] and [SEP] included; 128 when absent. */
  maxTokens?: number | undefined;
  /** A backend to use even where the other is faster; null or absent lets the measurement decide. */
  forced?: Backend | null | undefined;
}

/** Milliseconds of the same work on both backends, best of a few runs after a warm-up. */
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
    /** Whether the browser gives a WebGPU adapter; false also while that is not known yet. */
    available: boolean;
    /** Whether WebGPU and WASM give the same router output for a fixed prompt; null when not compared. */
    agrees: boolean | null;
    maxDifference: number | null;
    /** The router on one short prompt: decides the router's backend. */
    milliseconds: Timing | null;
    /**
     * The router on seven masked copies of a long prompt, as experts are run: decides the experts' backend. Null also
     * when WASM did all seven before WebGPU did one short prompt.
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
  losses: Float32Array;
  /** The prompt's embedding: the router's pooled state. */
  state: Float32Array;
  /** Tokens read, [CLS] and [SEP] not counted. */
  tokens: number;
  /** Whether the prompt was longer than the router can read. */
  truncated: boolean;
  /** Every token that was read, as a reader sees it; [CLS] and [SEP] left out. */
  texts: string[];
  /** Indices of [MASK] in the token sequence, where [CLS] is 0. */
  maskPositions: number[];
  /** Tokenising and the router's run. */
  milliseconds: number;
}

/** `superseded`: a newer prompt came first. `empty`: no text to route. Neither is an error. */
export type RouteResult = RoutedPrompt | { status: "superseded" } | { status: "empty" };

/** An expert of the library. */
export interface LibraryExpert {
  /** Its id in the manifest. */
  key: string;
  model: FileReference;
}

/**
 * Every request that runs an expert names it whole, and the worker opens it in the same turn. "The one that is open" would be
 * whichever another request has opened meanwhile.
 */
export interface FillRequest<E = LibraryExpert> {
  expert: E;
  text: string;
  /** Tokens of the text to hide beside its [MASK]s: places in `RoutedPrompt.texts`. */
  masks: readonly number[];
  /** Predictions wanted for every mask. */
  topK: number;
}

export interface TokenPrediction {
  /** Id in the vocabulary. */
  token: number;
  /** What would be inserted, leading space included; white space and control characters that would be invisible are drawn. */
  text: string;
  /** Softmax over the whole vocabulary. */
  probability: number;
}

/** One hidden token. */
export interface FilledMask {
  /** As in `RoutedPrompt.maskPositions`. */
  position: number;
  /** The token that was hidden, and what the expert gave it; null for a [MASK] of the text, behind which nobody knows the word. */
  truth: TokenPrediction | null;
  /** Best first. */
  predictions: TokenPrediction[];
}

/** The true loss L(z, Mᵢ). */
export interface MeasuredLoss {
  /** Mean −ln p of the true token, nats per token. */
  loss: number;
  /** Tokens behind the mean. */
  masked: number;
  /**
   * Which tokens: those that the request hid, all in one run; or every token of the text, a seventh at a time as in the benchmark
   * (one permutation, where the benchmark averages two), its own [MASK]s staying hidden and not counting.
   */
  over: "masks" | "text";
}

export interface FillResult {
  /** Every [MASK] of the text that was read and every token that the request hid, in the order of the text. */
  masks: FilledMask[];
  /** Null when there is no token whose truth is known. */
  measured: MeasuredLoss | null;
  tokens: number;
  truncated: boolean;
  /** The expert's runs on this text; loading is apart. */
  milliseconds: number;
  /** One prompt of full length, always the same one: the best of a few runs. What the latency constraint is measured by. */
  latency: number;
  backend: Backend;
  /** Download and start of the expert; 0 when it was still loaded. */
  loadMilliseconds: number;
}

/** The router's answer for a text of a sample. */
export interface EmbedResult {
  /** As in `RoutedPrompt`. */
  losses: Float32Array;
  state: Float32Array;
  /** By word of the text, 1 for one that may count when experts are measured word by word (words.ts); as long as experts read. */
  words: Uint8Array;
}

export interface MeasureRequest<E = LibraryExpert> {
  expert: E;
  text: string;
  /** By word, 1 for the words that count. */
  counts: Uint8Array;
}

export interface MeasureResult extends WordLoss {
  /**
   * Mean nats per token, measured as in the benchmark; null for a text of nothing but [MASK]s, and for an expert with a tokenizer of
   * its own.
   */
  perToken: number | null;
}

/** What every worker that runs experts is asked; `E` names one. */
export type ExpertCalls<E extends { key: string }> = {
  fill: { request: FillRequest<E>; result: FillResult };
  measure: { request: MeasureRequest<E>; result: MeasureResult };
  /** Frees an expert's model; others that are open stay. */
  release: { request: { key: string }; result: null };
};

export type InferenceCalls = ExpertCalls<LibraryExpert> & {
  open: { request: OpenRequest; result: BackendReport };
  route: { request: RouteRequest; result: RouteResult };
  embed: { request: RouteRequest; result: EmbedResult | null };
  dispose: { request: null; result: null };
};

/** Sent when the backends have been compared, and again when one fails later. */
export interface InferenceEvent {
  type: "backend";
  report: BackendReport;
}
