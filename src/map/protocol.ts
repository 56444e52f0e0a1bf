/** @file What the page and the map worker say to each other. */
import type { FileReference } from "../library/load.ts";
import type { PlacedPrompt } from "./place.ts";

export interface MapRequest {
  embeddings: FileReference;
  /** Numbers in one embedding. */
  size: number;
  /** Map coordinates of the benchmark's prompts, in the order of the embeddings. */
  x: Float32Array;
  y: Float32Array;
}

export type MapCalls = {
  open: { request: MapRequest; result: { rows: number } };
  place: { request: { state: Float32Array; neighbors?: number | undefined }; result: PlacedPrompt };
};
