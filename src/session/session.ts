import { ranking, winnerOf } from "../analysis/choices/ranking.ts";
import { policyOf, settingAt } from "../analysis/policy/policyOf.ts";
import { sentence } from "../core/errorMessage.ts";
import { expertsAddress, type Site } from "../library/address.ts";
import { MAX_EXPERTS_BYTES } from "../library/customExperts/manifestFile.ts";
import type { LocalFiles } from "../library/import/localFiles.ts";
import type { Library } from "../library/load.ts";
import { browserStore } from "../library/storage/localStore.ts";
import { fileName, requestBytes } from "../library/storage/request.ts";
import { OfflineFiles } from "../offline/offlineFiles.ts";
import { createQueue } from "../rpc/queue.ts";
import { libraryOf, predictionOf } from "../state/derived.ts";
import type { HeatView } from "../state/heatView.ts";
import type { Loading } from "../state/loading.ts";
import { NO_MAPS } from "../state/maps.ts";
import type { MapView } from "../state/mapView.ts";
import { flagSettings, slidersAfterEdit, slidersOfView, withSlider } from "../state/policy.ts";
import type { Selection } from "../state/selection.ts";
import type { State, Store, View } from "../state/store.ts";
import { CustomExpertClient } from "../workers/customExperts/client.ts";
import { createCustomExpertWorker } from "../workers/customExperts/createWorker.ts";
import { InferenceClient } from "../workers/inference/client.ts";
import { createInferenceWorker } from "../workers/inference/createWorker.ts";
import type { Backend, BackendReport } from "../workers/inference/protocol.ts";
import { MapClient } from "../workers/map/client.ts";
import { createMapWorker } from "../workers/map/createWorker.ts";
import { StatisticsClient } from "../workers/statistics/client.ts";
import { createStatisticsWorker } from "../workers/statistics/createWorker.ts";
import { viewFor } from "./adaptView.ts";
import { CustomExperts } from "./customExperts/customExperts.ts";
import { ExpertRepository } from "./customExperts/expertRepository.ts";
import { ExpertSharing } from "./customExperts/expertSharing.ts";
import { DecisionLog } from "./decisionLog.ts";
import { askWorkers, type WorkerReport } from "./diagnostics.ts";
import { ExpertRuns } from "./expertRuns.ts";
import { followComparisons } from "./followComparisons.ts";
import { Libraries, type OpeningOptions } from "./libraries.ts";
import { MapWork } from "./mapWork.ts";
import { PromptWork } from "./promptWork.ts";
import { UnreadableItems } from "./unreadableItems.ts";
import { ViewHistory } from "./viewHistory.ts";

const READY: Loading = { status: "ready" };
const NO_ROUTER: Loading = {
  status: "failed",
  message: "This library has no router, so prompts cannot be routed. All panels with measured figures work.",
};

/**
 * Runs the explorer: loads the library, then the router, and carries out what the panels ask for.
 * Owns the workers. Every change of the store's prompt, from wherever it comes, is routed; the newest text wins.
 */
export class Session {
  readonly statistics = new StatisticsClient(createStatisticsWorker);
  readonly copies = new OfflineFiles();
  readonly maps: MapWork;
  readonly prompts: PromptWork;
  readonly views: ViewHistory;
  readonly libraries: Libraries;
  readonly customExperts: CustomExperts;
  readonly unreadable: UnreadableItems;
  readonly sharing: ExpertSharing;
  private readonly repository: ExpertRepository;
  private readonly expertRuns: ExpertRuns;
  /** Routers start one after the other, so that the one that runs is that of the library in the store. */
  private readonly starts = createQueue();
  readonly log: DecisionLog;
  /** Tells what the background workers hold. */
  readonly workers: () => Promise<WorkerReport[]>;

  /** @param inference runs the models; it is the session's from now on */
  constructor(
    readonly store: Store,
    private readonly site: Site,
    private readonly inference = new InferenceClient(createInferenceWorker),
  ) {
    this.libraries = new Libraries(store, site, (...found) => this.takeOver(...found));
    this.views = new ViewHistory(store);
    this.maps = new MapWork(store, (onLayout) => new MapClient(createMapWorker, onLayout));
    this.prompts = new PromptWork(store, this.inference, () => this.maps.place());
    this.inference.onBackend((backend) => store.setState({ backend }));
    this.unreadable = new UnreadableItems(store, browserStore());
    this.repository = new ExpertRepository(store, browserStore(), () => this.expertRuns.clear());
    this.sharing = new ExpertSharing(store, this.repository);
    const added = new CustomExpertClient(createCustomExpertWorker);
    this.customExperts = new CustomExperts(store, this.inference, added, this.repository);
    const { inference: models, maps, statistics } = this;
    this.workers = () => askWorkers({ models, map: maps.client, statistics, "added experts": added });
    this.expertRuns = new ExpertRuns(store, this.inference, this.customExperts);
    followComparisons(store, site.shipped);
    this.log = new DecisionLog(store);
    store.subscribe((state, before) => {
      if (state.prompt !== before.prompt) void this.prompts.route();
    });
  }

  async start(): Promise<void> {
    const { store } = this;
    store.setState({ libraryLoading: { status: "loading", loaded: 0, total: 0 } });
    try {
      const restored = this.repository.restore();
      const library = await this.libraries.first({
        onProgress: (loaded, total) => store.setState({ libraryLoading: { status: "loading", loaded, total } }),
      });
      await restored;
      this.adopt(library, store.getState().libraryProblem === null ? {} : viewFor(library, store.getState()));
      const listed = Promise.all([this.libraries.list(), this.unreadable.look()]);
      await this.starts(() => this.openRouter(library));
      // The map needs no router: only the typed prompt's place on it does.
      await this.afterStart(library);
      await listed;
    } catch (error) {
      store.setState({ libraryLoading: { status: "failed", message: sentence(error) } });
    }
  }

  /** Takes what was dropped on the page or picked: a manifest of shared experts is offered, anything else is a library. */
  addGiven(name: string, open: () => Promise<LocalFiles>): Promise<void> {
    return this.sharing.proposeOr(name, open, (opened) => this.libraries.add(name, opened));
  }

  /** Offers the shared experts of the manifest that a link names. */
  proposeLinked(address: string): Promise<void> {
    return this.sharing.propose(fileName(address), () =>
      requestBytes(expertsAddress(address, this.site), MAX_EXPERTS_BYTES, "no-cache"),
    );
  }

  /** Tries again what could not be loaded: the library, or else the router and the map. */
  async retry(): Promise<void> {
    const { baseLibrary: library } = this.store.getState();
    if (!library) return this.start();
    await this.starts(() => this.openRouter(library));
    await this.afterStart(library);
  }

  /** Takes an edited prompt; flags that came into it, or left it, move their sliders. */
  setPrompt(prompt: string): void {
    this.store.setState(({ baseLibrary, prompt: before, sliders }) => ({
      prompt,
      sliders: baseLibrary ? slidersAfterEdit(baseLibrary, sliders, before, prompt) : sliders,
    }));
  }

  insertMask(): void {
    const { prompt } = this.store.getState();
    this.setPrompt(prompt === "" || /\s$/.test(prompt) ? `${prompt}[MASK]` : `${prompt} [MASK]`);
  }

  /** Moves a slider to some λ, nats per unit of C. */
  setLambda(id: string, lambda: number): void {
    this.store.setState((state) => {
      const library = libraryOf(state);
      if (!library) return {};
      const asked = flagSettings(library, state.prompt);
      const setting = settingAt(library, predictionOf(state), state.prompt, id, lambda);
      return { sliders: withSlider(state.sliders, asked, id, setting) };
    });
  }

  /** Puts every slider to 0, those that a flag speaks of too. */
  resetLambdas(): void {
    this.store.setState(({ baseLibrary, prompt }) => ({
      sliders: baseLibrary
        ? Object.fromEntries(Object.keys(flagSettings(baseLibrary, prompt)).map((id) => [id, 0]))
        : {},
    }));
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
    this.store.setState(({ prompt, sliders }) => ({
      baseLibrary: library,
      libraryLoading: READY,
      routed: null,
      promptProblem: null,
      placed: null,
      trail: [],
      maps: NO_MAPS,
      hoveredRow: null,
      ...change,
      sliders: slidersOfView(library, prompt, change.sliders ?? sliders),
    }));
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
        const running = this.store.getState().baseLibrary;
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
    await this.prompts.route();
    await opened;
  }

  /** Starts the models again on a backend that the user insists on; null lets the measurement decide. */
  async forceBackend(forcedBackend: Backend | null): Promise<void> {
    this.store.setState({ forcedBackend });
    const ready = await this.starts(async () => {
      const { baseLibrary: library } = this.store.getState();
      return library !== null && (await this.openRouter(library));
    });
    if (ready) await this.prompts.route();
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

  /** Runs the expert that the router chooses at the current λ. */
  async runChosen(): Promise<void> {
    const state = this.store.getState();
    const [library, prediction] = [libraryOf(state), predictionOf(state)];
    const winner = library && prediction && winnerOf(library, prediction, policyOf(state));
    if (winner !== null) await this.expertRuns.start([library!.expertIds[winner]!], false);
  }

  /** Runs every expert on the prompt, one after the other, best of the ranking first. */
  async runAll(): Promise<void> {
    const state = this.store.getState();
    const [library, prediction] = [libraryOf(state), predictionOf(state)];
    if (!library || !prediction) return;
    const order = ranking(library, prediction, policyOf(state));
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
