/** Loads the front's comparisons for the library's own router, on request only. */

import { comparable, SHIPPED, shippedLabel } from "../../analysis/front/comparable.ts";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { errorMessage } from "../../core/errorMessage.ts";
import { nextTask } from "../../core/nextTask.ts";
import { paced } from "../../core/paced.ts";
import type { StartReader } from "../../library/benchmark/benchmarkReader.ts";
import { type Library, loadLibrary } from "../../library/load.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import { BASELINE_ROUTERS, type Comparisons, NO_COMPARISONS } from "../../state/slices/comparisons.ts";
import type { Loading } from "../../state/slices/loading.ts";
import type { State, Store } from "../../state/store.ts";
import { readInWorker } from "../../workers/benchmark/createWorker.ts";

const isBaselineRouter = (id: string): boolean => (BASELINE_ROUTERS as readonly string[]).includes(id);

/** Loads the comparisons that the view requests, once the library and its router are ready; failures are written to the store. */
export function followComparisons(
  store: Store,
  shippedFolder: string,
  load?: typeof loadLibrary,
  fetchFile?: typeof fetchVerified,
  reader?: StartReader,
): void {
  const loader = new ComparisonLoader(store, shippedFolder, load, fetchFile, reader);
  const watched = ["baseLibrary", "compared", "routerLoading", "libraries"] as const;
  store.subscribe((state, before) => {
    if (watched.some((key) => state[key] !== before[key])) loader.loadWanted(state);
  });
  loader.loadWanted(store.getState());
}

/** What one download adds to the comparisons. */
type Found = Partial<Pick<Comparisons, "baselineRouters" | "libraries">>;

/** Libraries come one by one, the other routers all in one file. */
const withFound = (comparisons: Comparisons, { baselineRouters, libraries }: Found): Comparisons => ({
  ...comparisons,
  baselineRouters: baselineRouters ?? comparisons.baselineRouters,
  libraries: { ...comparisons.libraries, ...libraries },
});

class ComparisonLoader {
  #abort = new AbortController();

  constructor(
    private readonly store: Store,
    private readonly shippedFolder: string,
    private readonly load: typeof loadLibrary = loadLibrary,
    private readonly fetchFile: typeof fetchVerified = fetchVerified,
    private readonly startReader: StartReader = readInWorker,
  ) {}

  loadWanted(state: State): void {
    const { baseLibrary: library, compared, comparisons, routerLoading } = state;
    if (!library) return;
    if (comparisons.baseUrl !== library.baseUrl) {
      this.#abort.abort();
      this.#abort = new AbortController();
      this.store.setState({ comparisons: { ...NO_COMPARISONS, baseUrl: library.baseUrl } });
    }
    // The user is waiting for the router.
    if (routerLoading.status !== "ready" && routerLoading.status !== "failed") return;
    const { loading } = this.store.getState().comparisons;
    const missing = comparable(library, shippedLabel(state)).filter(({ id }) => compared.includes(id) && !loading[id]);
    const variants = library.manifest.variants ?? [];
    for (const { id } of missing) {
      const variant = variants.find((one) => one.id === id);
      const folder = variant ? library.url(variant.folder) : id === SHIPPED ? this.shippedFolder : null;
      if (folder !== null) void this.#follow([id], this.#loadLibrary(id, folder));
    }
    if (missing.some(({ id }) => isBaselineRouter(id)))
      void this.#follow(BASELINE_ROUTERS, this.#loadBaselineRouters(library));
  }

  async #loadLibrary(id: string, folder: string): Promise<Found> {
    const { signal } = this.#abort;
    const onProgress = paced((loaded, total) => this.#tell(signal, [id], { status: "loading", loaded, total }));
    const options = { signal, reader: this.startReader, onProgress };
    const loaded = await this.load(folder, options).finally(onProgress.end);
    return { libraries: { [id]: loaded } };
  }

  /** One file contains all methods. */
  async #loadBaselineRouters(library: Library): Promise<Found> {
    const { signal } = this.#abort;
    const path = library.manifest.benchmark.references!;
    const { url, ...expected } = library.file(path);
    const onProgress = paced((loaded, total) =>
      this.#tell(signal, BASELINE_ROUTERS, { status: "loading", loaded, total }),
    );
    const reader = this.startReader();
    try {
      const buffer = await this.fetchFile(url, expected, { signal, onProgress });
      const { expertIds, benchmark } = library;
      const options = { signal, onProgress };
      return {
        baselineRouters: await reader.references(buffer, BASELINE_ROUTERS, expertIds, benchmark.ids, path, options),
      };
    } finally {
      onProgress.end();
      reader.end();
    }
  }

  /** Computes the curves of what was fetched, one a task, and keeps them where the front finds them: together they take longer than a frame. */
  async #prepare(found: Found): Promise<void> {
    const { signal } = this.#abort;
    try {
      const { curvesAhead } = await import("../../analysis/front/curvesAhead.ts");
      const state = this.store.getState();
      const shown = { ...state, comparisons: withFound(state.comparisons, found) };
      for (const piece of curvesAhead(shown, policyOf(state))) {
        await nextTask();
        if (signal.aborted) return;
        piece();
      }
    } catch {
      // The front computes what is not there.
    }
  }

  async #follow(ids: readonly string[], work: Promise<Found>): Promise<void> {
    const { signal } = this.#abort;
    this.#tell(signal, ids, { status: "loading", loaded: 0, total: 0 });
    try {
      const found = await work;
      if (signal.aborted) return;
      await this.#prepare(found);
      if (signal.aborted) return;
      this.store.setState(({ comparisons }) => ({ comparisons: withFound(comparisons, found) }));
      this.#tell(signal, ids, { status: "ready" });
    } catch (error) {
      this.#tell(signal, ids, { status: "failed", message: errorMessage(error) });
    }
  }

  #tell(signal: AbortSignal, ids: readonly string[], loading: Loading): void {
    if (signal.aborted) return;
    const news = Object.fromEntries(ids.map((id) => [id, loading]));
    this.store.setState(({ comparisons }) => ({
      comparisons: { ...comparisons, loading: { ...comparisons.loading, ...news } },
    }));
  }
}
