import type { Matrix } from "../../../core/matrix.ts";

/** A point for each prompt, for the map: rows of features, and a plane of them. */
export interface RouterPoints {
  columns: number;
  /** Prompts × columns. */
  data: Float32Array;
  /** The first two principal components. */
  x: Float32Array;
  y: Float32Array;
}

/** A router trained on a table, as far as the page's panels need it; `TrainedRouter` in src/lab is one. */
export interface RouterForTable {
  id: string;
  name: string;
  /** Names of the models that it knows. */
  models: readonly string[];
  /** US dollars per call by model; NaN where unknown, null if the table has none. */
  meanCosts: Float64Array | null;
  heldOut: {
    /** Ids of the prompts that it learnt from. */
    ids: readonly string[];
    /** Prompts × models: scores predicted without having seen the prompt. */
    predicted: Float64Array;
  };
  coordinates: RouterPoints;
}

/** What a library has of the trained routers that are used with it. */
export interface TrainedOnTable {
  id: string;
  name: string;
  /** By expert: its place among the router's models, −1 for one that it does not know. */
  places: Int32Array;
  /** By expert, added to 1 − score: too little to change an order, enough to give ties to the cheapest. */
  ties: Float64Array;
  /** Prompts × columns in the library's rows; NaN for prompts that the router did not learn from. */
  points: Matrix;
  /** Other routers of the table: 1 − score as they predict it, prompts × experts. */
  others: readonly { id: string; name: string; predicted: Matrix }[];
}
