import { errorMessage } from "../../core/errorMessage.ts";
import type { Library } from "../../library/load.ts";
import { type Maps, NO_MAPS } from "../../state/slices/maps.ts";
import type { Store } from "../../state/store.ts";
import { withStep } from "../../state/trail.ts";
import type { MapClient } from "../../workers/map/client.ts";
import { type Coordinates, type LayoutSettings, SPACES, type Space } from "../../workers/map/layout.ts";
import type { PlacedPrompt } from "../../workers/map/place.ts";
import type { LayoutProgress } from "../../workers/map/protocol.ts";

/** Cached computed layouts, so that undo and viewing again cost nothing. */
const RECENT = 6;

/** UMAP's own defaults, computed without being asked for up to so many prompts. */
const USUAL_LAYOUT: LayoutSettings = { seed: 1, neighbors: 15, minDist: 0.1 };
const MOST_AT_ONCE = 4_000;

const cannotPlace = (error: unknown): string => `Your prompt cannot be placed on the map. ${errorMessage(error)}`;

/** Whether the map is not open yet, or no longer: this is not an error, and opening it reports its own. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error && (error.name === "NotOpenError" || error.name === "DisposedError");

/**
 * The map worker's tasks for the page: it loads the spaces, places the typed prompt, and computes the layout that the view
 * requests, whether through the panel, a link, or undo. The latest request wins.
 */
export class MapWork {
  readonly client: MapClient;
  readonly #store: Store;
  #library: Library | null = null;
  /** The layout where the view asks for none: a trained router's prompts have a plane at once, and UMAP as soon as it is computed. */
  #usual: LayoutSettings | null = null;
  #running: AbortController | null = null;
  readonly #computed: { key: string; layout: Coordinates }[] = [];

  /** @param connect creates the client; called with the listener for unfinished layouts */
  constructor(store: Store, connect: (onLayout: (progress: LayoutProgress) => void) => MapClient) {
    this.#store = store;
    this.client = connect((progress) => this.#watch(progress));
    store.subscribe((state, before) => {
      // What is typed is decided first; a map that is gone has nothing to pause.
      if (state.prompt !== before.prompt && state.maps.run) void this.client.rest().catch(() => {});
      if (state.map.layout !== before.map.layout) void this.#follow();
      else if (state.map.compare && !before.map.compare) void this.#openCausal().then(() => this.#follow());
    });
  }

  /** Loads the library's spaces in the worker; a failure is written to the store. */
  async open(library: Library): Promise<void> {
    const { embeddings, embeddingSize } = library.manifest.benchmark;
    this.#running?.abort();
    this.#computed.length = 0;
    this.#library = library;
    this.#usual = library.trained && library.benchmark.rows <= MOST_AT_ONCE ? USUAL_LAYOUT : null;
    this.#store.setState({ maps: NO_MAPS, trail: [] });
    const request = library.trained
      ? { points: library.trained.points }
      : embeddings !== undefined && embeddingSize !== undefined
        ? { embeddings: library.file(embeddings), size: embeddingSize }
        : null;
    if (!request) return this.client.dispose();
    try {
      await this.client.open(request);
      if (this.#library !== library) return;
      this.#change({ open: true });
      await this.place();
    } catch (error) {
      if (this.#library !== library) return;
      this.#change({ problem: cannotPlace(error) });
      return;
    }
    await this.#openCausal();
    await this.#follow();
  }

  /** Places the routed prompt on the map; no effect until the map is open. */
  async place(): Promise<void> {
    const store = this.#store;
    const { routed } = store.getState();
    if (!routed) return;
    let placed: PlacedPrompt | null = null;
    let problem: string | null = null;
    try {
      placed = await this.client.place(routed.embedding);
    } catch (error) {
      if (isClosed(error)) return;
      problem = cannotPlace(error);
    }
    if (store.getState().routed !== routed) return;
    if (store.getState().maps.problem !== problem) this.#change({ problem });
    store.setState(({ trail, placed: before }) => ({ placed, trail: withStep(trail, before, placed) }));
  }

  /** Cancels the layout in progress; the previous one stays. */
  cancel(): void {
    const { shown } = this.#store.getState().maps;
    if (this.#store.getState().map.layout === null) {
      this.#usual = null;
      void this.#follow();
    } else this.#store.setState(({ map }) => ({ map: { ...map, layout: shown } }));
  }

  /** Loads the causal model's space, once, if the view shows it and the library has one. */
  async #openCausal(): Promise<void> {
    const library = this.#library;
    const { maps, map } = this.#store.getState();
    if (!library || !maps.open || !map.compare || maps.causal) return;
    const { spaces } = library.manifest.benchmark;
    if (spaces === undefined) return;
    try {
      const causal = await this.client.openCausal(library.file(spaces), library.benchmark.ids);
      if (this.#library !== library) return;
      this.#change({ causal, causalProblem: null });
    } catch (error) {
      this.#change({ causalProblem: `The causal model's map cannot be shown. ${errorMessage(error)}` });
    }
  }

  /** Updates the layouts to match the view. */
  async #follow(): Promise<void> {
    const { maps, map } = this.#store.getState();
    const settings = map.layout ?? this.#usual;
    this.#running?.abort();
    this.#running = null;
    if (!settings) {
      this.#change({ live: {}, shown: null, run: null, layoutProblem: null });
      return;
    }
    if (!maps.open) return;
    const running = new AbortController();
    this.#running = running;
    const live: Partial<Record<Space, Coordinates>> = {};
    try {
      for (const space of SPACES) {
        if (space === "causal" && !(map.compare && this.#store.getState().maps.causal)) continue;
        live[space] = await this.#layout(space, settings, running.signal);
        running.signal.throwIfAborted();
      }
      this.#change({ live, shown: settings, run: null, layoutProblem: null });
    } catch (error) {
      if (running.signal.aborted) return;
      this.#change({ live: {}, shown: null, run: null, layoutProblem: errorMessage(error) });
    }
  }

  async #layout(space: Space, settings: LayoutSettings, signal: AbortSignal): Promise<Coordinates> {
    const key = JSON.stringify([space, settings]);
    const known = this.#computed.find((one) => one.key === key);
    if (known) return known.layout;
    this.#change({ run: { space, settings, stage: "neighbors", done: 0, total: 0 }, layoutProblem: null });
    const layout = await this.client.layout(space, settings, { signal });
    this.#computed.unshift({ key, layout });
    this.#computed.length = Math.min(this.#computed.length, RECENT);
    return layout;
  }

  /** An unfinished layout is shown as it grows. Events of a cancelled one are ignored. */
  #watch({ space, settings, stage, done, total, frame }: LayoutProgress): void {
    const { run, live } = this.#store.getState().maps;
    if (!run || run.space !== space || JSON.stringify(run.settings) !== JSON.stringify(settings)) return;
    this.#change({
      run: { space, settings, stage, done, total },
      ...(frame ? { live: { ...live, [space]: frame } } : {}),
    });
  }

  #change(maps: Partial<Maps>): void {
    this.#store.setState((state) => ({ maps: { ...state.maps, ...maps } }));
  }
}
