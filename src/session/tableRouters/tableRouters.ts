/**
 * Routers trained on the open table: kept beside it, one of them in use. Which one is part of the view; the worker, the decision and
 * the map follow.
 */

import { policyOf } from "../../analysis/policy/policyOf.ts";
import { errorMessage } from "../../core/errorMessage.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { COST } from "../../library/evaluationTable/evaluationTable.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { LocalStore } from "../../library/storage/localStore.ts";
import type { CallOptions } from "../../rpc/caller.ts";
import { libraryOf } from "../../state/derived.ts";
import type { State, Store } from "../../state/store.ts";
import type { RoutedTexts, RouteResult } from "../../workers/inference/protocol.ts";
import type { TableRouterClient } from "../../workers/tableRouter/client.ts";
import { NO_ROUTER, READY } from "../models.ts";
import type { MapWork } from "../prompt/mapWork.ts";
import { GivenFeatures } from "./givenFeatures.ts";
import { forgetRouter, keepRouter, keptRouters } from "./keptRouters.ts";
import type { Opening } from "./openRouter.ts";

const NOT_HERE =
  "This view uses a trained router that is not in this browser. Train it again in the Lab, or open the router's zip.";

export class TableRouters {
  /** Of the open table, by id. */
  readonly #routers = new Map<string, TrainedRouter>();
  /** The table and the router that are followed. */
  #table: string | null = null;
  #used: TrainedRouter | "missing" | null = null;
  #turn = 0;

  constructor(
    private readonly store: Store,
    private readonly added: LocalStore,
    private readonly client: Pick<TableRouterClient, "open" | "route" | "readPrompts" | "routeTexts" | "zip" | "close">,
    private readonly maps: Pick<MapWork, "open">,
    private readonly reroute: () => Promise<void>,
    private readonly given = new GivenFeatures(async () => ({})),
  ) {
    store.subscribe((state, before) => {
      if (state.router !== before.router || state.baseLibrary !== before.baseLibrary) void this.follow();
    });
  }

  /** Keeps a trained router with the open table, and uses it. Storage that is refused is reported, and the router used all the same. */
  async use(router: TrainedRouter): Promise<void> {
    const { baseLibrary } = this.store.getState();
    if (!baseLibrary || baseLibrary.manifest.router) return;
    this.#routers.set(router.id, router);
    this.#tell();
    // A link may name it already.
    const known = this.store.getState().router === router.id;
    this.store.setState({ router: router.id, compared: comparedWith(this.store.getState(), router.id) });
    if (known) void this.follow();
    try {
      await keepRouter(this.added, baseLibrary.baseUrl, router);
    } catch (error) {
      this.#problem(`The router is in use, but could not be kept for later. ${errorMessage(error)}`);
    }
  }

  async route(text: string): Promise<RouteResult> {
    const given = await this.given.rows(text);
    return given === null ? { status: "superseded" } : this.client.route(text, given);
  }

  /** A router's files as one zip, with the models that make its features where they are at hand. */
  async zip(router: TrainedRouter): Promise<Blob> {
    return this.client.zip(router, await this.given.sources(router), this.#lambda());
  }

  /** λ of the calls' costs, as sliders and the prompt's flags say. */
  #lambda(): number {
    return policyOf(this.store.getState()).lambdas[COST] ?? 0;
  }

  readPrompts(file: Blob, name: string, options?: CallOptions): Promise<string[]> {
    return this.client.readPrompts(file, name, options);
  }

  /** By the router in use. What the text alone does not give is computed first: that half of the progress takes longest. */
  async routeTexts(texts: readonly string[], { signal, onProgress }: CallOptions = {}): Promise<RoutedTexts> {
    const total = texts.length;
    const stop = signal ?? new AbortController().signal;
    const given = await this.given.manyRows(texts, stop, (loaded) => onProgress?.({ loaded, total }));
    const outputs = await this.client.routeTexts(
      { texts, given },
      given ? { signal: stop } : { signal: stop, ...(onProgress ? { onProgress } : {}) },
    );
    return { ...outputs, tokens: new Uint16Array(total) };
  }

  /** Opens a downloaded router, as that of its table or alone, and uses it. A failure is written to the store. */
  async openFiles(
    name: string,
    open: () => Promise<LocalFiles>,
    where: Omit<Opening, "open" | "added">,
  ): Promise<void> {
    try {
      const { openRouter } = await import("./openRouter.ts");
      const { baseLibrary } = this.store.getState();
      const router = await openRouter(await open(), name, { ...where, open: baseLibrary, added: this.added });
      if (router) await this.use(router);
    } catch (error) {
      this.#problem(`The router was not opened. ${errorMessage(error)}`);
    }
  }

  /** A router of the open table. */
  get(id: string): TrainedRouter | null {
    return this.#routers.get(id) ?? null;
  }

  /** Uses no trained router. */
  leave(): void {
    this.store.setState({ router: null });
  }

  /** Deletes a router of the open table. */
  async remove(id: string): Promise<void> {
    if (this.#table === null) return;
    try {
      await forgetRouter(this.added, this.#table, id);
    } catch (error) {
      return this.#problem(errorMessage(error));
    }
    this.#routers.delete(id);
    this.#tell();
    if (this.store.getState().router === id) this.leave();
  }

  /** Makes worker and map those of the view's router. The latest change wins. */
  async follow(): Promise<void> {
    const turn = ++this.#turn;
    const { baseLibrary: library } = this.store.getState();
    const table = library && !library.manifest.router ? library.baseUrl : null;
    if (table !== this.#table) {
      this.#table = table;
      this.#used = null;
      this.#routers.clear();
      this.#tell();
      this.client.close();
      this.given.close();
      if (table === null) return;
      const kept = await keptRouters(this.added, table).catch(() => []);
      if (turn !== this.#turn) return this.#recall(table, kept);
      this.#recall(table, kept);
    }
    if (table === null) return;
    const { router: id } = this.store.getState();
    const wanted = id === null ? null : (this.#routers.get(id) ?? "missing");
    if (wanted === this.#used) return;
    this.#used = wanted;
    await this.#open(wanted, turn);
  }

  async #open(router: TrainedRouter | "missing" | null, turn: number): Promise<void> {
    const cleared = { routed: null, placed: null, promptProblem: null, trail: [] };
    if (router === null || router === "missing") {
      this.client.close();
      this.given.close();
      const routerLoading = router === null ? NO_ROUTER : ({ status: "failed", message: NOT_HERE } as const);
      this.store.setState({ ...cleared, routerLoading });
      return this.#openMap();
    }
    this.store.setState({ ...cleared, routerLoading: { status: "loading", loaded: 0, total: 0 } });
    try {
      await Promise.all([this.given.open(router), this.client.open(router)]);
      if (turn !== this.#turn) return;
      this.store.setState({ routerLoading: READY });
    } catch (error) {
      if (turn !== this.#turn) return;
      const message = `The router could not be started. ${errorMessage(error)}`;
      return this.store.setState({ routerLoading: { status: "failed", message } });
    }
    const opened = this.#openMap();
    await this.reroute();
    await opened;
  }

  /** Takes up what was kept of a table, without losing what was trained meanwhile. */
  #recall(table: string, kept: readonly TrainedRouter[]): void {
    if (table !== this.#table) return;
    for (const router of kept) if (!this.#routers.has(router.id)) this.#routers.set(router.id, router);
    this.#tell();
  }

  async #openMap(): Promise<void> {
    const library = libraryOf(this.store.getState());
    if (library) await this.maps.open(library);
  }

  #tell(): void {
    this.store.setState({ trainedRouters: [...this.#routers.values()] });
  }

  #problem(libraryProblem: string): void {
    this.store.setState({ libraryProblem });
  }
}

/** The router that was in use before stays on the front, beside the new one. */
const comparedWith = ({ router: before, compared }: State, id: string): readonly string[] =>
  before === null || before === id || compared.includes(before) ? compared : [...compared, before];
