/** @file The messages between the page and the worker for added experts. */

import type { HubFile } from "../../library/hub/hub.ts";
import type { ModelFacts } from "../../library/hub/maskedModel.ts";
import type { FileReference } from "../../library/load.ts";
import type { LossScale } from "../../library/manifest/manifestFacts.ts";
import type { ExpertCalls } from "../inference/protocol.ts";

export type Device = "wasm" | "webgpu";

/** All that is needed to open an added expert. */
export interface OpenCustomExpert {
  /** Identifies the expert and the format of its weights; reopening the open expert costs nothing. */
  key: string;
  /** Its files by path in its folder. */
  files: Readonly<Record<string, FileReference>>;
  /** Path of the ONNX file, and of external weight files. */
  model: string;
  data: readonly string[];
  device: Device;
  /** Whether its weights have fewer bits than fp32: devices then round differently. */
  rounded: boolean;
  facts: ModelFacts;
  /** The library's tokenizer. */
  tokenizer: FileReference;
  /** What the library's experts do, and the unit of its losses; absent for masked experts and nats per token. */
  scale?: LossScale | undefined;
}

export interface OpenedCustomExpert {
  /** Whether its tokenizer is the library's, so that nats per token can be compared directly. */
  sharedTokenizer: boolean;
  /** Number of weights in the ONNX file; null if that cannot be read. */
  parameters: number | null;
  /** Where it runs: also WASM when WebGPU was requested but predicts something else. */
  device: Device;
  /** Notes on differences from the request: where it runs, how much it reads. */
  notes: readonly string[];
  /** 0 when it was already open. */
  loadMilliseconds: number;
}

/** The result of a download from a hub. */
export interface Downloaded {
  /** What a worker needs to read the files again. */
  files: Record<string, FileReference>;
  /** Whether all of them are stored for the next visit; a private window or a full disk stores nothing. */
  kept: boolean;
}

/** A custom expert's head on the router's states, and its error. */
export interface FitRequest {
  /** Router states of the sample, one row per text. */
  states: Float32Array;
  /** By text, what the head has to add to the mean predicted loss of the library's experts, nats per token. */
  differences: Float64Array;
  /** States of the benchmark's prompts, for predictions there; null if the library ships none. */
  benchmark: { file: FileReference; size: number } | null;
}

export interface FitResult {
  weights: Float64Array;
  intercept: number;
  /** Root mean squared error on texts outside the fit, nats per token. */
  error: number;
  /** The same for the mean alone: the baseline for the head. */
  errorOfMean: number;
  /** The head's part of the prediction by benchmark row; null without states. */
  benchmark: Float32Array | null;
}

export type CustomExpertCalls = ExpertCalls<OpenCustomExpert> & {
  /** Downloads files of a hub. @param device where the model will run; @param token for a model that is not public */
  download: {
    request: { files: Readonly<Record<string, HubFile>>; device: Device; token: string | null };
    result: Downloaded;
  };
  open: { request: OpenCustomExpert; result: OpenedCustomExpert };
  /** By word of the text, 1 for words that may count; ends where the model stops reading. */
  words: { request: { expert: OpenCustomExpert; text: string }; result: Uint8Array };
  fit: { request: FitRequest; result: FitResult };
};
