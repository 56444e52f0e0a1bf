/** @file The messages between the page and the worker that runs a text encoder. */
import type { EncoderFacts } from "../../library/hub/encoderModel.ts";
import type { Device } from "../customExperts/protocol.ts";
import type { States } from "../inference/states.ts";

export interface OpenEncoder {
  /** The model's files by path. */
  files: ReadonlyMap<string, ArrayBuffer>;
  /** Path of the ONNX file, and of its external weights. */
  model: string;
  data: readonly string[];
  facts: EncoderFacts;
  /** Whether activations are rounded to 8 bits: then a batch would change a text's vector, and texts are run one by one. */
  rounded: boolean;
  device: Device;
}

export type EncoderCalls = {
  open: { request: OpenEncoder; result: null };
  /** One vector for each text. */
  embed: { request: { texts: readonly string[] }; result: States };
};
