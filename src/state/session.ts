import { InferenceClient } from "../inference/client.ts";
import { createInferenceWorker } from "../inference/createWorker.ts";
import { drawMasks } from "../inference/masking.ts";
import type { Backend, BackendReport, RoutedPrompt } from "../inference/protocol.ts";
import { createQueue } from "../inference/queue.ts";
import { withHeads } from "../library/addedExperts.ts";
import { expertsAddress, type Site } from "../library/address.ts";
import { MAX_EXPERTS_BYTES } from "../library/expertsManifest.ts";
import type { Library } from "../library/load.ts";
import type { LocalFiles } from "../library/localFiles.ts";
import { browserStore } from "../library/localStore.ts";
import { fileName, requestBytes } from "../library/request.ts";
import { MapClient } from "../map/client.ts";
import { createMapWorker } from "../map/createWorker.ts";
import { NewcomerClient } from "../newcomer/client.ts";
import { createNewcomerWorker } from "../newcomer/createWorker.ts";
import { Copies } from "../offline/copies.ts";
import { StatisticsClient } from "../statistics/client.ts";
import { createStatisticsWorker } from "../statistics/createWorker.ts";
import { viewFor } from "./adaptView.ts";
import { followComparisons } from "./comparisons.ts";
import { DecisionLog } from "./decisionLog.ts";
import { keptAtEnds, ranking, sliderEnds, winnerOf } from "./derive.ts";
import { askWorkers, type WorkerReport } from "./diagnostics.ts";
import { ExpertRuns } from "./expertRuns.ts";
import { ExpertSharing } from "./expertSharing.ts";
import { ExpertShelf } from "./expertShelf.ts";
import { followMarks, policyAfterFlags, readPrompt } from "./flags.ts";
import type { HeatView } from "./heatView.ts";
import { withLatencies } from "./latency.ts";
import { Libraries, type OpeningOptions } from "./libraries.ts";
import { NO_MAPS } from "./maps.ts";
import type { MapView } from "./mapView.ts";
import { MapWork } from "./mapWork.ts";
import { carriedMasks, toggledMasks, wordAround } from "./masks.ts";
import { Newcomers } from "./newcomers.ts";
import type { Selection } from "./selection.ts";
import { sentence } from "./sentence.ts";
import { sharedFileIn } from "./sharedExperts.ts";
import { sliderMarks } from "./sliderScales.ts";
import type { Loading, Prediction, State, Store, View } from "./store.ts";
import { ViewHistory } from "./viewHistory.ts";

const READY: Loading = { status: "ready" };
const NO_ROUTER: Loading = {
  status: "failed",
  message:
    "This library has no router, so a typed prompt cannot be routed; every panel that shows measured figures works.",
};

/**
 * Runs the explorer: loads the library, then the router, and carries out what the panels ask for.
 * Owns the workers. Every change of the store's prompt, from wherever it comes, is routed; the newest text wins.
 */
export class Session {
  private readonly inference = new InferenceClient(createInferenceWorker);
  readonly statistics = new StatisticsClient(createStatisticsWorker);
  readonly copies = new Copies();
  readonly maps: MapWork;
  readonly views: ViewHistory;
  readonly libraries: Libraries;
  readonly newcomers: Newcomers;
  readonly sharing: ExpertSharing;
  private readonly shelf: ExpertShelf;
  private readonly expertRuns: ExpertRuns;
  /** The masks that belong to the tokens of the current prediction; others came with a prompt that is still to be routed. */
  private masksOfPrediction: readonly number[] | null = null;
  /** Routers start one after the other, so that the one that runs is that of the library in the store. */
  private readonly starts = createQueue();
  readonly log: DecisionLog;
  /** Tells what the background workers hold. */
  readonly workers: () => Promise<WorkerReport[]>;

  constructor(
    readonly store: Store,
    private readonly site: Site,
  ) {
    this.libraries = new Libraries(store, site, (...found) => this.takeOver(...found));
    this.views = new ViewHistory(store);
    this.maps = new MapWork(store, (onLayout) => new MapClient(createMapWorker, onLayout));
    this.inference.onBackend((backend) => store.setState({ backend }));
    this.shelf = new ExpertShelf(store, browserStore());
    this.sharing = new ExpertSharing(store, this.shelf);
    const added = new NewcomerClient(createNewcomerWorker);
    this.newcomers = new Newcomers(store, this.inference, added, this.shelf);
    const { inference: models, maps, statistics } = this;
    this.workers = () => askWorkers({ models, map: maps.client, statistics, "added experts": added });
    this.expertRuns = new ExpertRuns(store, this.inference, this.newcomers);
    followComparisons(store, site.shipped);
    store.subscribe((state, before) => {
      if (state.library !== before.library || state.latencies !== before.latencies) this.applyLatencies();
    });
    this.log = new DecisionLog(store);
    store.subscribe((state, before) => {
      if (state.prompt === before.prompt) return;
      this.obeyFlags(before.prompt, state.lambdas !== before.lambdas);
      void this.routePrompt();
    });
  }

  async start(): Promise<void> {
    const { store } = this;
    store.setState({ libraryLoading: { status: "loading", loaded: 0, total: 0 } });
    try {
      const restored = this.shelf.restore();
      const library = await this.libraries.first({
        onProgress: (loaded, total) => store.setState({ libraryLoading: { status: "loading", loaded, total } }),
      });
      await restored;
      this.adopt(library, store.getState().libraryProblem === null ? {} : viewFor(library, store.getState()));
      const listed = this.libraries.list();
      await this.starts(() => this.openRouter(library));
      // The map needs no router: only the typed prompt's place on it does.
      await this.afterStart(library);
      await listed;
    } catch (error) {
      store.setState({ libraryLoading: { status: "failed", message: sentence(error) } });
    }
  }

  /** Takes what was dropped on the page or picked: a manifest of shared experts is offered, anything else is a library. */
  async addGiven(name: string, open: () => Promise<LocalFiles>): Promise<void> {
    const opened = open();
    const shared = await opened.then(sharedFileIn).catch(() => null);
    if (shared) await this.sharing.offer(name, () => shared.read());
    else await this.libraries.add(name, () => opened);
  }

  /** Offers the shared experts of the manifest that a link names. */
  offerLinked(address: string): Promise<void> {
    return this.sharing.offer(fileName(address), () =>
      requestBytes(expertsAddress(address, this.site), MAX_EXPERTS_BYTES, "no-cache"),
    );
  }

  /** Tries again what could not be loaded: the library, or else the router and the map. */
  async retry(): Promise<void> {
    const { library } = this.store.getState();
    if (!library) return this.start();
    await this.starts(() => this.openRouter(library));
    await this.afterStart(library);
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

  /** Shows on the front, or hides, something to compare the library's router with. */
  toggleCompared(id: string): void {
    this.store.setState(({ compared }) => ({
      compared: compared.includes(id) ? compared.filter((other) => other !== id) : [...compared, id],
    }));
  }

  setView(view: Partial<View>): void {
    this.store.setState(view);
  }

  /** Changes some of what the map panel shows. */
  setMap(change: Partial<MapView>): void {
    this.store.setState(({ map }) => ({ map: { ...map, ...change } }));
  }

  /** Changes some of what the Domains panel shows. */
  setHeat(change: Partial<HeatView>): void {
    this.store.setState(({ heat }) => ({ heat: { ...heat, ...change } }));
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

  clearRuns(): void {
    this.expertRuns.clear();
  }

  /** Makes a loaded library the one that all panels speak of. What was computed with the one before is forgotten. */
  private adopt(library: Library, change: Partial<State>): void {
    this.expertRuns.clear();
    this.store.setState({
      library: this.shelf.join(library),
      libraryLoading: READY,
      bounds: [],
      prediction: null,
      promptProblem: null,
      placed: null,
      trail: [],
      maps: NO_MAPS,
      hoveredRow: null,
      ...change,
    });
    this.obeyFlags("", true);
  }

  /** Puts another library in place of the running one, once its router is ready; when it does not start, nothing changes. */
  private async takeOver(
    library: Library,
    libraryAddress: string,
    { signal, onProgress }: OpeningOptions,
  ): Promise<void> {
    await this.starts(async () => {
      signal.throwIfAborted();
      let backend: BackendReport | null;
      try {
        backend = await this.startModels(library, { signal, onProgress });
      } catch (error) {
        // Given up: whether the worker has gone over by then is not known here.
        const running = this.store.getState().library;
        if (signal.aborted && running) await this.startModels(running);
        throw error;
      }
      const view = viewFor(library, this.store.getState());
      this.adopt(library, { ...view, libraryAddress, backend, routerLoading: backend ? READY : NO_ROUTER });
      this.views.restart();
    });
    void this.afterStart(library);
  }

  private async afterStart(library: Library): Promise<void> {
    const opened = this.maps.open(library);
    await this.routePrompt();
    await opened;
  }

  /** Starts the models again on a backend that the user insists on; null lets the measurement decide. */
  async forceBackend(forcedBackend: Backend | null): Promise<void> {
    this.store.setState({ forcedBackend });
    const ready = await this.starts(async () => {
      const { library } = this.store.getState();
      return library !== null && (await this.openRouter(library));
    });
    if (ready) await this.routePrompt();
  }

  /** Whether the router is ready; a failure is told in the store. */
  private async openRouter(library: Library): Promise<boolean> {
    const { store } = this;
    const show = (loaded: number, total: number) =>
      store.setState({ routerLoading: { status: "loading", loaded, total } });
    show(0, library.manifest.router?.bytes ?? 0);
    try {
      const backend = await this.startModels(library, { onProgress: show });
      store.setState({ routerLoading: backend ? READY : NO_ROUTER, backend });
      return backend !== null;
    } catch (error) {
      const message = `The router could not be started. ${sentence(error)}`;
      store.setState({ routerLoading: { status: "failed", message } });
      return false;
    }
  }

  /** Starts a library's tokenizer and router in place of those that run; null, and nothing runs, when it has none. */
  private async startModels(
    library: Library,
    { signal, onProgress }: Partial<OpeningOptions> = {},
  ): Promise<BackendReport | null> {
    const { tokenizer, router } = library.manifest;
    if (!router || tokenizer === undefined) {
      await this.inference.close();
      return null;
    }
    return this.inference.open(
      {
        tokenizer: library.file(tokenizer),
        router: library.file(router.model),
        maxTokens: router.maxTokens,
        forced: this.store.getState().forcedBackend,
      },
      { signal, onProgress: ({ loaded, total }) => onProgress?.(loaded, total) },
    );
  }

  /** What was measured here replaces the library's figures; a slider that stood at its end stays there. */
  private applyLatencies(): void {
    const { library, latencies, prediction } = this.store.getState();
    const measured = library && withLatencies(library, latencies);
    if (!library || !measured || measured === library) return;
    const lambdas = this.lambdasAlong(this.store.getState(), [library, prediction], [measured, prediction]);
    this.store.setState({ library: measured, lambdas });
  }

  /** λ after ends and marks of the sliders moved: what stood at an end, or where a flag had put it, goes along. */
  private lambdasAlong(
    { lambdas, prompt }: State,
    before: [Library, Prediction | null],
    after: [Library, Prediction | null],
  ): State["lambdas"] {
    const { flags } = readPrompt(after[0], prompt);
    const following = followMarks(lambdas, flags, sliderMarks(...before), sliderMarks(...after));
    return keptAtEnds(following, sliderEnds(...before), sliderEnds(...after));
  }

  /**
   * Lets flags that came into the prompt, or left it, move the sliders.
   * @param restored whether λ came together with the prompt, from a link or from history: what they say overrules the flags
   */
  private obeyFlags(promptBefore: string, restored: boolean): void {
    const { library, prompt, prediction, lambdas, bounds } = this.store.getState();
    if (!library) return;
    const before = readPrompt(library, promptBefore).flags;
    const now = readPrompt(library, prompt).flags;
    if (before.length + now.length === 0) return;
    const policy = policyAfterFlags({ lambdas, bounds }, before, now, sliderMarks(library, prediction));
    this.store.setState(restored ? { ...policy, lambdas: { ...policy.lambdas, ...lambdas } } : policy);
  }

  private async routePrompt(): Promise<void> {
    const { store } = this;
    const { prompt, library, routerLoading } = store.getState();
    if (!library || routerLoading.status !== "ready") return;
    const current = () => store.getState().prompt === prompt && store.getState().library?.baseUrl === library.baseUrl;
    try {
      const { text, flags } = readPrompt(library, prompt);
      const answer = await this.inference.route(text);
      if (answer.status === "superseded" || !current()) return;
      if (answer.status === "empty") {
        const promptProblem = flags.length > 0 ? "The flags are read; now write a text for the router to route." : null;
        store.setState({ prediction: null, promptProblem, placed: null, trail: [] });
        return;
      }
      const losses = predictedLosses(library, answer);
      this.accept(library, { text: prompt, losses, embedding: answer.state, ...facts(answer) });
      await this.maps.place();
    } catch (error) {
      if (current()) store.setState({ prediction: null, placed: null, trail: [], promptProblem: sentence(error) });
    }
  }

  /**
   * Takes a new prediction over. Sliders keep to their ends and flags when the new prompt moves those; masks stay on their words when
   * the text around them was edited.
   */
  private accept(library: Library, prediction: Prediction): void {
    this.store.setState((state: State) => {
      const lambdas = this.lambdasAlong(state, [library, state.prediction], [library, prediction]);
      const edited = state.prediction !== null && state.masks === this.masksOfPrediction;
      const masks = edited ? carriedMasks(state.prediction!.texts, prediction.texts, state.masks) : state.masks;
      this.masksOfPrediction = masks;
      return { prediction, promptProblem: null, lambdas, masks };
    });
  }

  /** Hides a token of the prompt from the experts, or all tokens of its word; shows them again when they were hidden. */
  toggleMask(place: number, wholeWord: boolean): void {
    const { prediction, masks } = this.store.getState();
    if (!prediction) return;
    const places = wholeWord ? wordAround(prediction.texts, place) : [place];
    this.setMasks(toggledMasks(masks, places));
  }

  /** Hides a random share of the prompt's tokens; the same seed hides the same ones. */
  maskAtRandom(share: number, seed: number): void {
    const { prediction } = this.store.getState();
    if (!prediction) return;
    const own = new Set(prediction.ownMasks);
    this.setMasks(
      drawMasks(
        [...prediction.texts.keys()].filter((place) => !own.has(place)),
        share,
        seed,
      ),
    );
  }

  setMasks(masks: readonly number[]): void {
    this.masksOfPrediction = masks;
    this.store.setState({ masks });
  }

  /** Runs the expert that the router chooses at the current λ. */
  async runChosen(): Promise<void> {
    const { library, prediction, lambdas, bounds } = this.store.getState();
    const winner = library && prediction && winnerOf(library, prediction, { lambdas, bounds });
    if (winner !== null) await this.expertRuns.start([library!.expertIds[winner]!], false);
  }

  /** Runs every expert on the prompt, one after the other, best of the ranking first. */
  async runAll(): Promise<void> {
    const { library, prediction, lambdas, bounds } = this.store.getState();
    if (!library || !prediction) return;
    const order = ranking(library, prediction, lambdas, bounds);
    await this.expertRuns.start(
      order.map((i) => library.expertIds[i]!),
      true,
    );
  }

  /** Stops the runs that are not done; what they have shown stays. */
  cancelRuns(): void {
    this.expertRuns.cancel();
  }
}

function facts({
  tokens,
  truncated,
  milliseconds,
  texts,
  maskPositions,
}: RoutedPrompt): Pick<Prediction, "tokens" | "truncated" | "milliseconds" | "texts" | "ownMasks"> {
  // A position counts [CLS], a place does not.
  return { tokens, truncated, milliseconds, texts, ownMasks: maskPositions.map((position) => position - 1) };
}

/** By expert in manifest order: the router's own outputs, and what the heads of added experts make of its state. */
function predictedLosses(library: Library, { losses, state }: Pick<RoutedPrompt, "losses" | "state">): Float64Array {
  const place = new Map(library.manifest.router?.experts.map((id, i) => [id, i]));
  const own = library.expertIds.filter((id) => !library.calibrated?.has(id));
  return withHeads(
    library,
    Float64Array.from(own, (id) => losses[place.get(id) ?? -1] ?? Number.NaN),
    state,
  );
}
