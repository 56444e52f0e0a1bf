/** @file What the page and the worker of added experts say to each other. */

import type { HubFile } from "../../library/hub/hub.ts";
import type { ModelFacts } from "../../library/hub/maskedModel.ts";
import type { FileReference } from "../../library/load.ts";
import type { ExpertCalls } from "../inference/protocol.ts";

export type Device = "wasm" | "webgpu";

/** All that is needed to open an added expert. */
export interface OpenCustomExpert {
  /** Names the expert and the form of its weights; opening the one that is open already costs nothing. */
  key: string;
  /** Its files by path, as they lie in its folder. */
  files: Readonly<Record<string, FileReference>>;
  /** Path of the ONNX file, and of files with more weights. */
  model: string;
  data: readonly string[];
  device: Device;
  /** Whether its weights have fewer bits than fp32: devices then round in ways of their own. */
  rounded: boolean;
  facts: ModelFacts;
  /** The library's tokenizer. */
  tokenizer: FileReference;
}

export interface OpenedCustomExpert {
  /** Whether its tokenizer is the library's, so that nats per token can be compared as they are. */
  sharedTokenizer: boolean;
  /** Weights counted in the ONNX file; null when that cannot be read. */
  parameters: number | null;
  /** Where it runs: WASM also where WebGPU was asked for and predicts something else. */
  device: Device;
  /** Sentences on what is other than was asked for: where it runs, how much it reads. */
  notes: readonly string[];
  /** 0 when it was open already. */
  loadMilliseconds: number;
}

/** What was fetched from a hub. */
export interface Downloaded {
  /** What a worker needs to read the files again. */
  files: Record<string, FileReference>;
  /** Whether all of them are kept for the next visit; a private window or a full disk keeps nothing. */
  kept: boolean;
}

/** A head of the newcomer on the router's states, and how good it is. */
export interface FitRequest {
  /** Router states of the sample, one row per text. */
  states: Float32Array;
  /** What the head has to add to the mean predicted loss of the library's experts, nats per token, by text. */
  differences: Float64Array;
  /** States of the benchmark's prompts, from which its predictions there follow; null when the library ships none. */
  benchmark: { file: FileReference; size: number } | null;
}

export interface FitResult {
  weights: Float64Array;
  intercept: number;
  /** Root mean squared error of texts that the fit has not seen, nats per token. */
  error: number;
  /** The same of the mean alone: what the head has to beat. */
  errorOfMean: number;
  /** The head's part of the prediction by benchmark row; null without states. */
  benchmark: Float32Array | null;
}

export type CustomExpertCalls = ExpertCalls<OpenCustomExpert> & {
  /** Fetches files of a hub. @param device where the model will run */
  download: { request: { files: Readonly<Record<string, HubFile>>; device: Device }; result: Downloaded };
  open: { request: OpenCustomExpert; result: OpenedCustomExpert };
  /** By word of the text, 1 for one that may count; as long as the model reads. */
  words: { request: { expert: OpenCustomExpert; text: string }; result: Uint8Array };
  fit: { request: FitRequest; result: FitResult };
};
