import { createStore, type StoreApi } from "zustand/vanilla";
import type { Backend, BackendReport, FillResult } from "../inference/protocol.ts";
import type { Library } from "../library/load.ts";
import type { PlacedPrompt } from "../map/place.ts";
import type { Bound } from "../routing/flags.ts";
import type { PromptOrder } from "./promptOrder.ts";
import { EVERYTHING, type Selection } from "./selection.ts";

export type Outcome = "loss" | "accuracy";
export type MapColor = "domain" | "expert" | "regret";

/** Download or start-up of something that takes time; `loaded` and `total` are bytes. */
export type Loading =
  | { status: "idle" }
  | { status: "loading"; loaded: number; total: number }
  | { status: "ready" }
  | { status: "failed"; message: string };

/** The router's answer for one prompt. `losses`: nats per token, in the order of the manifest's experts, NaN where the router has no output. */
export interface Prediction {
  text: string;
  losses: Float64Array;
  /** The router's pooled state, by which the prompt is placed on the map. */
  embedding: Float32Array;
  tokens: number;
  truncated: boolean;
  milliseconds: number;
}

/** One run of an expert on one prompt. */
export interface Run {
  expertId: string;
  text: string;
  loading: Loading;
  result: FillResult | null;
}

/** What a link restores: see url.ts. */
export interface View {
  prompt: string;
  /** λ by constraint id, nats per unit of C; an absent constraint has λ = 0. */
  lambdas: Readonly<Record<string, number>>;
  /** Constraint on the x axis of the Pareto front. */
  axis: string;
  outcome: Outcome;
  mapColor: MapColor;
  /** Domains switched off in the map's legend. */
  hiddenDomains: readonly string[];
  /** Which benchmark prompts all panels speak of. */
  selection: Selection;
  /** The benchmark prompt that is shown in detail, by its id. */
  inspected: string | null;
  promptOrder: PromptOrder;
}

export interface State extends View {
  /** Set by the flags of the prompt: see flags.ts. */
  bounds: readonly Bound[];
  library: Library | null;
  libraryLoading: Loading;
  routerLoading: Loading;
  backend: BackendReport | null;
  /** A backend that the user insists on; null lets the measurement decide. */
  forcedBackend: Backend | null;
  prediction: Prediction | null;
  /** Why the prompt has no decision, for the person who typed it. */
  promptProblem: string | null;
  placed: PlacedPrompt | null;
  mapProblem: string | null;
  run: Run | null;
  /** Benchmark row under the pointer, in whichever panel. */
  hoveredRow: number | null;
}

export type Store = StoreApi<State>;

export const DEFAULT_VIEW: View = {
  prompt: "",
  lambdas: {},
  axis: "size",
  outcome: "loss",
  mapColor: "domain",
  hiddenDomains: [],
  selection: EVERYTHING,
  inspected: null,
  promptOrder: { by: "part", descending: false },
};

/** The one store of the app: plain data, no framework. Everything derivable from it is computed in derive.ts. */
export function createExplorerStore(view: Partial<View> = {}): Store {
  return createStore<State>(() => ({
    ...DEFAULT_VIEW,
    ...view,
    bounds: [],
    library: null,
    libraryLoading: { status: "idle" },
    routerLoading: { status: "idle" },
    backend: null,
    forcedBackend: null,
    prediction: null,
    promptProblem: null,
    placed: null,
    mapProblem: null,
    run: null,
    hoveredRow: null,
  }));
}
