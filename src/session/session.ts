import { ranking, winnerOf } from "../analysis/choices/ranking.ts";
import { policyOf } from "../analysis/policy/policyOf.ts";
import { errorMessage } from "../core/errorMessage.ts";
import { paced } from "../core/paced.ts";
import { expertsAddress, type Site } from "../library/address.ts";
import { MAX_EXPERTS_BYTES } from "../library/customExperts/expertsFile.ts";
import type { GivenKind } from "../library/import/givenKind.ts";
import type { Library } from "../library/load.ts";
import { browserStore } from "../library/storage/localStore.ts";
import { fileName, requestBytes } from "../library/storage/request.ts";
import { OfflineFiles } from "../offline/offlineFiles.ts";
import { libraryOf, predictionOf } from "../state/derived.ts";
import type { State, Store } from "../state/store.ts";
import { CustomExpertClient } from "../workers/customExperts/client.ts";
import { createCustomExpertWorker } from "../workers/customExperts/createWorker.ts";
import { InferenceClient } from "../workers/inference/client.ts";
import { createInferenceWorker } from "../workers/inference/createWorker.ts";
import type { Backend } from "../workers/inference/protocol.ts";
import { MapClient } from "../workers/map/client.ts";
import { createMapWorker } from "../workers/map/createWorker.ts";
import { StatisticsClient } from "../workers/statistics/client.ts";
import { createStatisticsWorker } from "../workers/statistics/createWorker.ts";
import { CustomExperts } from "./customExperts/customExperts.ts";
import { ExpertRepository } from "./customExperts/expertRepository.ts";
import { keepingRunner } from "./customExperts/keepingRunner.ts";
import { ExpertSharing } from "./customExperts/sharing/expertSharing.ts";
import { askWorkers, type WorkerReport } from "./diagnostics.ts";
import { compare, computeAhead, drawn, fetchAhead, fetching, givenKinds } from "./fetchedLater.ts";
import { viewFor } from "./libraries/adaptView.ts";
import { adopted } from "./libraries/adopted.ts";
import { Libraries } from "./libraries/libraries.ts";
import type { OpeningOptions } from "./libraries/libraryLoader.ts";
import { TableImports } from "./libraries/tableImports.ts";
import { Models } from "./models.ts";
import { onDemand } from "./onDemand.ts";
import type { Given } from "./openGiven.ts";
import { MapWork } from "./prompt/mapWork.ts";
import { PromptWork } from "./prompt/promptWork.ts";
import { DecisionLog } from "./runs/decisionLog.ts";
import { ExpertRuns } from "./runs/expertRuns.ts";
import { TrainedRouting } from "./tableRouters/trainedRouting.ts";
import { UnreadableItems } from "./unreadableItems.ts";
import { ViewActions } from "./view/viewActions.ts";
import { ViewHistory } from "./view/viewHistory.ts";

/**
 * Runs the explorer: loads the library, then the router, and carries out the panels' commands. Owns the workers. Every change of
 * the store's prompt, from any source, is routed; the newest text wins.
 */
export class Session extends ViewActions {
  readonly statistics = new StatisticsClient(createStatisticsWorker);
  /** The full prompts of an imported table. */
  readonly texts = onDemand(async () => (await import("../workers/texts/open.ts")).openTexts());
  /** Routers trained on the table that is shown. */
  readonly lab = onDemand(async () => (await import("./lab/openLab.ts")).openLab(this.site.shipped));
  /** Routes the prompts of a file. */
  readonly files = onDemand(async () => (await import("./prompt/fileRouting.ts")).open(this.store, this.routing));
  /** Writes on, with causal experts. */
  readonly continuations = onDemand(async () => {
    const { Continuations } = await import("./runs/continuations.ts");
    return new Continuations(this.store, this.inference, this.customExperts);
  });
  readonly offlineFiles = new OfflineFiles();
  readonly maps: MapWork;
  readonly prompts: PromptWork;
  readonly views: ViewHistory;
  readonly libraries: Libraries;
  readonly routing: TrainedRouting;
  readonly tables: TableImports;
  readonly customExperts: CustomExperts;
  readonly unreadable: UnreadableItems;
  readonly sharing: ExpertSharing;
  readonly #repository: ExpertRepository;
  readonly runs: ExpertRuns;
  readonly #models: Models;
  readonly log: DecisionLog;
  #comparing: Promise<void> | null = null;
  /** What the background workers hold in memory. */
  readonly workers: () => Promise<WorkerReport[]>;

  /** @param inference runs the models; owned by the session from now on */
  constructor(
    store: Store,
    private readonly site: Site,
    private readonly inference = new InferenceClient(createInferenceWorker),
  ) {
    super(store);
    this.libraries = new Libraries(store, site, (...found) => this.#takeOver(...found));
    this.tables = new TableImports(store, (...read) => this.libraries.take(...read));
    this.#models = new Models(store, inference);
    this.views = new ViewHistory(store);
    this.maps = new MapWork(store, (onLayout) => new MapClient(createMapWorker, onLayout));
    const embedders = async () => (await this.lab()).embedders;
    const where = { site, libraries: this.libraries };
    this.routing = new TrainedRouting(store, inference, this.maps, () => this.prompts.route(), embedders, where);
    this.prompts = new PromptWork(store, this.routing, () => this.maps.place());
    this.inference.onBackend((backend) => store.setState({ backend }));
    this.unreadable = new UnreadableItems(store, browserStore());
    this.#repository = new ExpertRepository(store, browserStore(), () => this.runs.clear());
    this.sharing = new ExpertSharing(store, this.#repository);
    const added = new CustomExpertClient(createCustomExpertWorker);
    this.customExperts = new CustomExperts(store, this.inference, keepingRunner(added), this.#repository);
    const { inference: models, maps, statistics } = this;
    this.workers = () => askWorkers({ models, map: maps.client, statistics, "added experts": added });
    this.runs = new ExpertRuns(store, this.inference, this.customExperts);
    this.log = new DecisionLog(store);
    store.subscribe((state, before) => {
      if (state.prompt !== before.prompt) void this.prompts.route();
    });
  }

  async start(): Promise<void> {
    const { store } = this;
    store.setState({ libraryLoading: { status: "loading", loaded: 0, total: 0 } });
    try {
      const restored = this.#repository.restore();
      // Fetched while the library is, and asked for in a task of its own: the browser lists its parts one by one.
      setTimeout(() => void fetchAhead());
      const onProgress = paced((loaded, total) =>
        store.setState({ libraryLoading: { status: "loading", loaded, total } }),
      );
      const library = await this.libraries.first({ onProgress }).finally(onProgress.end);
      await restored;
      await computeAhead({ ...store.getState(), baseLibrary: library }, this.statistics);
      // Another one was opened meanwhile, and is there.
      if (store.getState().baseLibrary !== null) return await this.unreadable.look();
      this.#adopt(library, store.getState().libraryProblem === null ? {} : viewFor(library, store.getState()));
      const listed = Promise.all([this.libraries.list(), this.unreadable.look()]);
      await this.#models.open(library);
      // What the first decision needs comes first, and then the map's and the comparisons' files.
      await this.prompts.route();
      await drawn();
      this.#followComparisons();
      await this.maps.open(libraryOf(store.getState()) ?? library);
      await listed;
    } catch (error) {
      store.setState({ libraryLoading: { status: "failed", message: errorMessage(error) } });
    }
  }

  /**
   * Opens what was dropped or chosen, of any kind. A model is shown to the user before anything is stored, and so is a manifest of
   * experts.
   * @param expected the kind to assume if the files are unclear
   */
  async openGiven(given: Given, expected: GivenKind = "library"): Promise<void> {
    const [{ openGiven }, { onlyFile }] = await Promise.all([import("./openGiven.ts"), givenKinds()]);
    await openGiven(given, expected, {
      library: ({ name, open }) => this.libraries.add(name, open),
      router: (router) => this.routing.openFiles(router),
      table: ({ name, open }) => this.tables.offerFiles(name, open),
      model: ({ name, open }) => this.customExperts.readFiles(open, name, expected !== "model"),
      experts: ({ name, open }) => this.sharing.propose(name, async () => onlyFile(await open())![1].read()),
    });
  }

  /** Opens what is at an address that the user typed: a library, a table, or a file whose contents tell what it is. */
  async openAddress(address: string): Promise<void> {
    const kind = (await givenKinds()).addressKind(address);
    if (kind === "library") await this.libraries.open(address);
    else if (kind === "table") await this.offerTable(address);
    else
      await this.openGiven(
        { name: fileName(address), open: async () => (await fetching()).fetchFiles(address, this.site) },
        "table",
      );
  }

  /** Offers the table at a URL from a link or from the user. */
  offerTable(address: string): Promise<void> {
    const path = fileName(address);
    return this.tables.offer(path, async () => [
      { path, blob: await (await fetching()).fetchTable(address, this.site) },
    ]);
  }

  /** Offers the shared experts of the manifest that a link names. */
  proposeLinked(address: string): Promise<void> {
    return this.sharing.propose(fileName(address), () =>
      requestBytes(expertsAddress(address, this.site), MAX_EXPERTS_BYTES, "no-cache"),
    );
  }

  /** Retries what could not be loaded: the library, or else the router and the map. */
  async retry(): Promise<void> {
    const { baseLibrary: library } = this.store.getState();
    if (!library) return this.start();
    await this.#models.open(library);
    await this.#afterStart(library);
  }

  /** Makes a loaded library the current one for all panels. Everything computed with the previous one is dropped. */
  #adopt(library: Library, change: Partial<State>): void {
    this.runs.clear();
    this.texts.close();
    this.lab.close();
    this.files.close();
    this.continuations.close();
    this.store.setState(adopted(library, change));
  }

  /** Replaces the current library with another once its router is ready; if that does not start, nothing changes. */
  async #takeOver(library: Library, libraryAddress: string, options: OpeningOptions): Promise<void> {
    const state = this.store.getState();
    await computeAhead({ ...state, ...viewFor(library, state), baseLibrary: library }, this.statistics);
    await this.#models.replace(library, options, (started) => {
      const view = viewFor(library, this.store.getState());
      this.#adopt(library, { ...view, libraryAddress, ...started });
      this.views.restart();
    });
    void this.#afterStart(library);
  }

  /** From the first decision on: their figures are large, and nobody waits for them. */
  #followComparisons(): void {
    this.#comparing ??= compare(this.store, this.site.shipped);
  }

  async #afterStart(library: Library): Promise<void> {
    this.#followComparisons();
    const opened = this.maps.open(libraryOf(this.store.getState()) ?? library);
    await this.prompts.route();
    await opened;
  }

  /** Restarts the models on a backend forced by the user; null lets the measurement decide. */
  async forceBackend(forcedBackend: Backend | null): Promise<void> {
    this.store.setState({ forcedBackend });
    if (await this.#models.restart()) await this.prompts.route();
  }

  /** Runs the expert that the router chooses at the current λ. */
  async runChosen(): Promise<void> {
    const state = this.store.getState();
    const [library, prediction] = [libraryOf(state), predictionOf(state)];
    const winner = library && prediction && winnerOf(library, prediction, policyOf(state));
    if (winner !== null) await this.runs.start([library!.expertIds[winner]!], false);
  }

  /** Runs every expert on the prompt, one after the other, best-ranked first. */
  async runAll(): Promise<void> {
    const state = this.store.getState();
    const [library, prediction] = [libraryOf(state), predictionOf(state)];
    if (!library || !prediction) return;
    const best = ranking(library, prediction, policyOf(state)).map((i) => library.expertIds[i]!);
    await this.runs.start(best, true);
  }
}
