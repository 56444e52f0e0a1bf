/** @file The messages between the page and the map worker. */
import type { Matrix } from "../../core/matrix.ts";
import type { FileReference } from "../../library/load.ts";
import type { Coordinates, LayoutSettings, Space } from "./layout.ts";
import type { PlacedPrompt } from "./place.ts";
import type { SpaceScores } from "./scores/spaceScores.ts";

/** A library's file of embeddings, with the numbers in one of them; or the points themselves, one row per prompt, NaN where unknown. */
export type MapRequest = { embeddings: FileReference; size: number } | { points: Matrix };

export interface ScoresRequest {
  space: Space;
  /** Benchmark rows. */
  rows: Int32Array;
  /** Label of every benchmark row: integers from 0. */
  labels: Int32Array;
  /** By benchmark row: the unit of the bootstrap, see `Clusters`. */
  clusters: Int32Array;
  /** The layout to score, and whether to score the space's own vectors. */
  plane: Coordinates | null;
  full: boolean;
}

/** The requested scores; null for those not requested. */
export interface Scores {
  full: SpaceScores | null;
  plane: SpaceScores | null;
  /** Number of prompts scored; fewer than requested if those were too many. */
  prompts: number;
}

export type MapCalls = {
  open: { request: MapRequest; result: { rows: number } };
  /** Reads the causal model's space; the result is its map. `ids`: the benchmark's prompts in order. */
  openCausal: { request: { file: FileReference; ids: readonly string[] }; result: Coordinates };
  place: { request: { state: Float32Array; neighbors?: number | undefined }; result: PlacedPrompt };
  /** Layouts and scores pause for a moment, so that the router has the processor. */
  rest: { request: null; result: null };
  /** Benchmark prompts nearest to one of them, by router state, excluding itself. */
  nearest: { request: { row: number; neighbors: number }; result: PlacedPrompt["neighbors"] };
  layout: { request: { space: Space; settings: LayoutSettings }; result: Coordinates };
  scores: { request: ScoresRequest; result: Scores };
};

/** Progress of a layout, sent as an event; `frame`: the current layout. */
export interface LayoutProgress {
  space: Space;
  settings: LayoutSettings;
  stage: "neighbors" | "epochs";
  done: number;
  total: number;
  frame: Coordinates | null;
}
