import type { RouterDecisions } from "../../core/evaluation/routerDecisions.ts";
import type { Matrix } from "../../core/matrix.ts";

/** The router's states as they ship, one row per prompt. */
export interface States extends Matrix {
  /**
   * Per row, the largest Euclidean distance by which rounding to integers can have moved the state. Absent for half floats, whose
   * rounding error is proportional to each number.
   */
  rounding?: Float32Array;
}

/** The measured prompts: one entry per prompt in every list, in file order. Matrix columns follow the manifest's experts. */
export interface Benchmark {
  rows: number;
  /** `<passage id>@<token offset>`; unique. */
  ids: string[];
  /** `window` prompts give the headline figures; other kinds, such as `held-out`, are shown separately. */
  kind: string[];
  domain: string[];
  /** Sub-domain, for instance `github/python`. */
  part: string[];
  /** Name of the passage in its corpus; never its text. */
  source: string[];
  /**
   * The document that each prompt was cut from, as a number shared by all prompts of the document, whatever their kind; a prompt
   * cut from two documents has the number of its larger piece. Null when the library does not say.
   */
  document: Int32Array | null;
  /** Five keywords, joined by ", ". */
  keywords: string[];
  /** Length of the window in tokens. */
  tokens: Int32Array;
  /** True loss L, nats per token; NaN when not measured. */
  losses: Matrix;
  /** Share of masked tokens that the expert predicted correctly, 0 … 1. */
  accuracies: Matrix;
  /** The router's L̂, nats per token; NaN for experts without a router output. */
  predicted: Matrix;
  /**
   * Cost of each call, prompts × experts, by the id of each constraint with values per prompt: in the constraint's unit, NaN when
   * unknown. Absent if there are none.
   */
  calls?: ReadonlyMap<string, Matrix>;
  /** Others' routers by id: see `routers` in the manifest. Absent if there are none. */
  routers?: ReadonlyMap<string, RouterDecisions>;
  /** Place on the map. */
  x: Float32Array;
  y: Float32Array;
}
