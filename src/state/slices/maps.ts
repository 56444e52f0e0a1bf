import type { Coordinates, LayoutSettings, Space } from "../../workers/map/layout.ts";

/** Results of the map worker. */
export interface Maps {
  /** Whether it has the embeddings: prompts can be placed, layouts computed. */
  open: boolean;
  problem: string | null;
  /** The causal model's shipped map. */
  causal: Coordinates | null;
  causalProblem: string | null;
  /** Computed layouts that replace the shipped ones, finished or in progress. */
  live: Readonly<Partial<Record<Space, Coordinates>>>;
  /** Settings of the finished layout that is shown; null: the shipped one. */
  shown: LayoutSettings | null;
  /** The computation in progress. */
  run: LayoutRun | null;
  layoutProblem: string | null;
}

export interface LayoutRun {
  settings: LayoutSettings;
  space: Space;
  /** What `done` and `total` count: prompts with known neighbours, or epochs of UMAP. */
  stage: "neighbors" | "epochs";
  done: number;
  total: number;
}

export const NO_MAPS: Maps = {
  open: false,
  problem: null,
  causal: null,
  causalProblem: null,
  live: {},
  shown: null,
  run: null,
  layoutProblem: null,
};
