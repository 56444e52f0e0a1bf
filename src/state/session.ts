import { InferenceClient } from "../inference/client.ts";
import { createInferenceWorker } from "../inference/createWorker.ts";
import type { Backend, RoutedPrompt } from "../inference/protocol.ts";
import { type Library, loadLibrary } from "../library/load.ts";
import { MapClient } from "../map/client.ts";
import { createMapWorker } from "../map/createWorker.ts";
import { Copies } from "../offline/copies.ts";
import { StatisticsClient } from "../statistics/client.ts";
import { createStatisticsWorker } from "../statistics/createWorker.ts";
import { sliderEnds, winnerOf } from "./derive.ts";
import { ExpertRun } from "./expertRun.ts";
import { policyAfterFlags, readPrompt } from "./flags.ts";
import type { Selection } from "./selection.ts";
import { sentence } from "./sentence.ts";
import { sliderMarks } from "./sliderScales.ts";
import type { Prediction, State, Store, View } from "./store.ts";
import { ViewHistory } from "./viewHistory.ts";

const NO_ROUTER =
  "This library has no router, so a typed prompt cannot be routed; every panel that shows measured figures works.";

/**
 * Runs the explorer: loads the library, then the router, and carries out what the panels ask for.
 * Owns the workers. Every change of the store's prompt, from wherever it comes, is routed; the newest text wins.
 */
export class Session {
  private readonly inference = new InferenceClient(createInferenceWorker);
  private readonly map = new MapClient(createMapWorker);
  readonly statistics = new StatisticsClient(createStatisticsWorker);
  readonly copies = new Copies();
  readonly views: ViewHistory;
  private readonly expertRun: ExpertRun;

  constructor(
    readonly store: Store,
    private readonly baseUrl: string,
  ) {
    this.views = new ViewHistory(store);
    this.expertRun = new ExpertRun(store, this.inference);
    store.subscribe((state, before) => {
      if (state.prompt === before.prompt) return;
      this.obeyFlags(before.prompt);
      void this.routePrompt();
    });
  }

  async start(): Promise<void> {
    const { store } = this;
    try {
      const library = await loadLibrary(this.baseUrl, {
        onProgress: (loaded, total) => store.setState({ libraryLoading: { status: "loading", loaded, total } }),
      });
      store.setState({ library, libraryLoading: { status: "ready" } });
      this.obeyFlags("");
      await this.startRouter(library);
    } catch (error) {
      store.setState({ libraryLoading: { status: "failed", message: sentence(error) } });
    }
  }

  setPrompt(prompt: string): void {
    this.store.setState({ prompt });
  }

  insertMask(): void {
    const { prompt } = this.store.getState();
    this.setPrompt(prompt === "" || /\s$/.test(prompt) ? `${prompt}[MASK]` : `${prompt} [MASK]`);
  }

  setLambda(id: string, lambda: number): void {
    this.store.setState((state) => ({ lambdas: { ...state.lambdas, [id]: lambda } }));
  }

  resetLambdas(): void {
    this.store.setState({ lambdas: {} });
  }

  setView(view: Partial<View>): void {
    this.store.setState(view);
  }

  /** Changes some conditions of the selection; conditions that are not named stay. */
  select(change: Partial<Selection>): void {
    this.store.setState(({ selection }) => ({ selection: { ...selection, ...change } }));
  }

  /** Shows one benchmark prompt in detail; null closes it. */
  inspect(id: string | null): void {
    this.store.setState({ inspected: id });
  }

  /** Tells all panels which benchmark row is under the pointer. */
  hover(hoveredRow: number | null): void {
    if (this.store.getState().hoveredRow !== hoveredRow) this.store.setState({ hoveredRow });
  }

  clearRun(): void {
    this.expertRun.clear();
  }

  private async startRouter(library: Library): Promise<void> {
    const { store } = this;
    this.inference.onBackend((backend) => store.setState({ backend }));
    if (!(await this.openRouter(library))) return;
    const opened = this.openMap(library);
    await this.routePrompt();
    await opened;
  }

  /** Starts the models again on a backend that the user insists on; null lets the measurement decide. */
  async forceBackend(forcedBackend: Backend | null): Promise<void> {
    const { library } = this.store.getState();
    this.store.setState({ forcedBackend });
    if (library && (await this.openRouter(library))) await this.routePrompt();
  }

  /** Whether the router is ready; a failure is told in the store. */
  private async openRouter(library: Library): Promise<boolean> {
    const { store } = this;
    const { tokenizer, router } = library.manifest;
    if (!router || tokenizer === undefined) {
      store.setState({ routerLoading: { status: "failed", message: NO_ROUTER } });
      return false;
    }
    store.setState({ routerLoading: { status: "loading", loaded: 0, total: router.bytes } });
    try {
      const backend = await this.inference.open(
        {
          tokenizer: library.file(tokenizer),
          router: library.file(router.model),
          maxTokens: router.maxTokens,
          forced: store.getState().forcedBackend,
        },
        { onProgress: (progress) => store.setState({ routerLoading: { status: "loading", ...progress } }) },
      );
      store.setState({ routerLoading: { status: "ready" }, backend });
      return true;
    } catch (error) {
      const message = `The router could not be started. ${sentence(error)}`;
      store.setState({ routerLoading: { status: "failed", message } });
      return false;
    }
  }

  private async openMap(library: Library): Promise<void> {
    const { embeddings, embeddingSize } = library.manifest.benchmark;
    const { x, y } = library.benchmark;
    if (embeddings === undefined || embeddingSize === undefined) return;
    try {
      await this.map.open({ embeddings: library.file(embeddings), size: embeddingSize, x, y });
      await this.placePrompt();
    } catch (error) {
      this.store.setState({ mapProblem: `Your prompt cannot be placed on the map. ${sentence(error)}` });
    }
  }

  /** Lets flags that came into the prompt, or left it, move the sliders. */
  private obeyFlags(promptBefore: string): void {
    const { library, prompt, prediction, lambdas, bounds } = this.store.getState();
    if (!library) return;
    const before = readPrompt(library, promptBefore).flags;
    const now = readPrompt(library, prompt).flags;
    if (before.length + now.length === 0) return;
    this.store.setState(policyAfterFlags({ lambdas, bounds }, before, now, sliderMarks(library, prediction)));
  }

  private async routePrompt(): Promise<void> {
    const { store } = this;
    const { prompt, library, routerLoading } = store.getState();
    if (!library || routerLoading.status !== "ready") return;
    const current = () => store.getState().prompt === prompt;
    try {
      const { text, flags } = readPrompt(library, prompt);
      const answer = await this.inference.route(text);
      if (answer.status === "superseded" || !current()) return;
      if (answer.status === "empty") {
        const promptProblem = flags.length > 0 ? "The flags are read; now write a text for the router to route." : null;
        store.setState({ prediction: null, promptProblem, placed: null });
        return;
      }
      const losses = inManifestOrder(library, answer.losses);
      this.accept(library, { text: prompt, losses, embedding: answer.state, ...facts(answer) });
      await this.placePrompt();
    } catch (error) {
      if (current()) store.setState({ prediction: null, placed: null, promptProblem: sentence(error) });
    }
  }

  /** Puts the routed prompt on the map; without effect until the map is open. */
  private async placePrompt(): Promise<void> {
    const { store } = this;
    const { prediction } = store.getState();
    if (!prediction) return;
    const placed = await this.map.place(prediction.embedding).catch(() => null);
    if (store.getState().prediction === prediction) store.setState({ placed });
  }

  /** Takes a new prediction over. A slider that stood at its end stays there when the new prompt moves that end. */
  private accept(library: Library, prediction: Prediction): void {
    this.store.setState((state: State) => {
      const before = sliderEnds(library, state.prediction);
      const after = sliderEnds(library, prediction);
      const moved = Object.entries(state.lambdas)
        .filter(([id, lambda]) => lambda > 0 && lambda >= before[id]! && lambda !== after[id])
        .map(([id]) => [id, after[id]!]);
      // The same object while nothing moved: all that follows from λ stays computed.
      const lambdas = moved.length > 0 ? { ...state.lambdas, ...Object.fromEntries(moved) } : state.lambdas;
      return { prediction, promptProblem: null, lambdas };
    });
  }

  /** Runs the expert that the router chooses at the current λ. */
  async runChosen(): Promise<void> {
    const { library, prediction, lambdas, bounds } = this.store.getState();
    const winner = library && prediction && winnerOf(library, prediction, { lambdas, bounds });
    if (winner !== null) await this.expertRun.start(library!.expertIds[winner]!);
  }
}

function facts({
  tokens,
  truncated,
  milliseconds,
}: RoutedPrompt): Pick<Prediction, "tokens" | "truncated" | "milliseconds"> {
  return { tokens, truncated, milliseconds };
}

function inManifestOrder(library: Library, losses: ArrayLike<number>): Float64Array {
  const place = new Map(library.manifest.router?.experts.map((id, i) => [id, i]));
  return Float64Array.from(library.expertIds, (id) => losses[place.get(id) ?? -1] ?? Number.NaN);
}
