import { createStore, type StoreApi } from "zustand/vanilla";
import type { SliderSettings } from "../core/flags/grammar.ts";
import { NO_EDITS, type TableEdits } from "../library/evaluationTable/edits/tableEdits.ts";
import type { RouterForTable } from "../library/evaluationTable/router/tableRouter.ts";
import type { Library } from "../library/load.ts";
import type { Latencies } from "../library/localLatencies.ts";
import type { Backend, BackendReport, FillResult } from "../workers/inference/protocol.ts";
import type { PlacedPrompt } from "../workers/map/place.ts";
import { BASELINE_ROUTERS, type Comparisons, NO_COMPARISONS } from "./slices/comparisons.ts";
import type { ContinuationState } from "./slices/continuation.ts";
import { type CustomExpertsState, NO_NEWCOMERS } from "./slices/customExpertsState.ts";
import type { LibraryEntry } from "./slices/libraryEntry.ts";
import type { Loading } from "./slices/loading.ts";
import { type Maps, NO_MAPS } from "./slices/maps.ts";
import type { RoutedFile } from "./slices/routedFile.ts";
import type { TableImportState } from "./slices/tableImport.ts";
import { NOTHING_UNREADABLE, type UnreadableState } from "./slices/unreadableState.ts";
import { DEFAULT_HEAT_VIEW, type HeatView } from "./view/heatView.ts";
import { DEFAULT_MAP_VIEW, type MapView } from "./view/mapView.ts";
import type { PromptOrder } from "./view/promptOrder.ts";
import { EVERYTHING, type Selection } from "./view/selection.ts";

export const OUTCOMES = ["loss", "accuracy"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The router's output for one prompt. */
export interface RouterOutput {
  text: string;
  /** Predicted losses in nats per token, in the order of the router's experts. */
  outputs: ArrayLike<number>;
  /** The router's pooled state, which places the prompt on the map. */
  embedding: Float32Array;
  /** Every token that the router read, for display, and which of them are [MASK]s of the text. */
  texts: readonly string[];
  ownMasks: readonly number[];
  tokens: number;
  truncated: boolean;
  milliseconds: number;
}

/** Predictions for a prompt, see derived.ts. `losses`: nats per token by expert of the shown library, NaN where there is none. */
export interface Prediction extends Omit<RouterOutput, "outputs"> {
  losses: Float64Array;
}

/** The run of one expert on a prompt; `idle` while it is queued, or when it was never started. */
export interface Run {
  expertId: string;
  loading: Loading;
  result: FillResult | null;
}

/** Runs of one expert or of all, one after the other, on the same prompt with the same hidden tokens. */
export interface RunBatch {
  text: string;
  masks: readonly number[];
  /** The router's predictions for the prompt, by expert in manifest order, nats per token. */
  predicted: Float64Array;
  /** Whether all experts were run. */
  all: boolean;
  /** False once all are done, or the rest was cancelled. */
  running: boolean;
  runs: readonly Run[];
}

/** The state that a link restores: see url/linkKeys.ts. */
export interface View {
  prompt: string;
  /** Prompt tokens to hide from the experts, counted from its first; ascending. The router reads the whole text. */
  masks: readonly number[];
  /** Slider positions, set by hand or by a flag; λ in nats is derived: see analysis/policy/policyOf.ts. */
  sliders: SliderSettings;
  /** Constraint on the x axis of the Pareto front. */
  axis: string;
  outcome: Outcome;
  /** What the front shows besides the library's own router and oracle: see comparisons.ts. */
  compared: readonly string[];
  map: MapView;
  heat: HeatView;
  /** The benchmark prompts that all panels show. */
  selection: Selection;
  /** The benchmark prompt shown in detail, by its id. */
  inspected: string | null;
  promptOrder: PromptOrder;
  /** What the user has changed about an imported table. */
  edits: TableEdits;
  /** The trained router in use, by its id; null for none. */
  router: string | null;
}

export interface State extends View {
  /** The library as it was loaded. What is shown also has edits, custom experts and measured latencies: see derived.ts. */
  baseLibrary: Library | null;
  libraryLoading: Loading;
  /** The current library's value of `?library=`: see library/address.ts; "" for the shipped one. */
  libraryAddress: string;
  /** Routers that were trained on the open table, oldest first. */
  trainedRouters: readonly RouterForTable[];
  /** All available libraries. */
  libraries: readonly LibraryEntry[];
  /** Another library that is being opened while the current one stays in use. */
  opening: { label: string; loading: Loading } | null;
  /** Why the requested library could not be opened. */
  libraryProblem: string | null;
  /** Tables under review; null if there are none. */
  tableImport: TableImportState | null;
  routerLoading: Loading;
  backend: BackendReport | null;
  /** A backend forced by the user; null lets the measurement decide. */
  forcedBackend: Backend | null;
  /** The user's added experts. */
  customExperts: CustomExpertsState;
  unreadable: UnreadableState;
  /** The router's output for the prompt that it read last; predictions are derived: see `predictionOf` in derived.ts. */
  routed: RouterOutput | null;
  /** Why the prompt has no decision, for the user. */
  promptProblem: string | null;
  placed: PlacedPrompt | null;
  /** Previous positions of the typed prompt, oldest first: see trail.ts. */
  trail: readonly PlacedPrompt[];
  maps: Maps;
  runs: RunBatch | null;
  /** What the last expert that was asked to has added to the prompt. */
  continuation: ContinuationState | null;
  routedFile: RoutedFile | null;
  /** Measurements of runs in this browser: see latency.ts. */
  latencies: Latencies;
  comparisons: Comparisons;
  /** Benchmark row under the pointer, in any panel. */
  hoveredRow: number | null;
}

export type Store = StoreApi<State>;

export const DEFAULT_VIEW: View = {
  prompt: "",
  masks: [],
  sliders: {},
  axis: "size",
  outcome: "loss",
  compared: BASELINE_ROUTERS,
  map: DEFAULT_MAP_VIEW,
  heat: DEFAULT_HEAT_VIEW,
  selection: EVERYTHING,
  inspected: null,
  promptOrder: { by: "part", descending: false },
  edits: NO_EDITS,
  router: null,
};

/** The app's single store: plain data, no framework. Derived values are computed in derived.ts and in src/analysis. */
export function createExplorerStore(view: Partial<View> = {}): Store {
  return createStore<State>(() => ({
    ...DEFAULT_VIEW,
    ...view,
    baseLibrary: null,
    libraryLoading: { status: "idle" },
    libraryAddress: "",
    trainedRouters: [],
    libraries: [],
    opening: null,
    libraryProblem: null,
    tableImport: null,
    routerLoading: { status: "idle" },
    backend: null,
    forcedBackend: null,
    customExperts: NO_NEWCOMERS,
    unreadable: NOTHING_UNREADABLE,
    routed: null,
    promptProblem: null,
    placed: null,
    trail: [],
    maps: NO_MAPS,
    runs: null,
    continuation: null,
    routedFile: null,
    latencies: {},
    comparisons: NO_COMPARISONS,
    hoveredRow: null,
  }));
}
