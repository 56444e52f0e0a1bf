/** The loaded comparisons for the library's own router on the front. */

import type { Matrix } from "../../core/matrix.ts";
import type { Library } from "../../library/load.ts";
import type { Loading } from "./loading.ts";

/** Methods whose predictions a library may ship besides its router's. */
export const BASELINE_ROUTERS = ["knn", "ridge"] as const;
export type BaselineRouterId = (typeof BASELINE_ROUTERS)[number];

export interface Comparisons {
  /** URL of the library that they belong to. */
  baseUrl: string | null;
  /** Predicted losses by method, prompts × experts as in the benchmark. */
  baselineRouters: Partial<Record<BaselineRouterId, Matrix>>;
  /** Other libraries by their id. */
  libraries: Readonly<Record<string, Library>>;
  /** By id of the reference or library; absent until requested. */
  loading: Readonly<Record<string, Loading>>;
}

export const NO_COMPARISONS: Comparisons = { baseUrl: null, baselineRouters: {}, libraries: {}, loading: {} };
