/** What the library's own router is compared with on the front: loaded when it is asked for, and only then. */
import { fetchVerified } from "../library/integrity.ts";
import { type Library, loadLibrary } from "../library/load.ts";
import type { Variant } from "../library/manifest.ts";
import { readReferences } from "../library/parquet.ts";
import type { Matrix } from "../routing/matrix.ts";
import { sentence } from "./sentence.ts";
import type { Loading, State, Store } from "./store.ts";

/** Methods whose predictions a library may ship beside its router's. */
export const REFERENCES = ["knn", "ridge"] as const;
export type ReferenceId = (typeof REFERENCES)[number];
const isReference = (id: string): boolean => (REFERENCES as readonly string[]).includes(id);

export interface Comparisons {
  /** Address of the library that they belong to. */
  baseUrl: string | null;
  /** Predicted losses by method, prompts × experts as in the benchmark. */
  references: Partial<Record<ReferenceId, Matrix>>;
  /** Other libraries by the variant's id. */
  libraries: Readonly<Record<string, Library>>;
  /** By id of the reference or variant; absent while nobody asked. */
  loading: Readonly<Record<string, Loading>>;
}

export const NO_COMPARISONS: Comparisons = { baseUrl: null, references: {}, libraries: {}, loading: {} };

/** What the library offers to compare with: its references, then its variants. Nothing when it has none. */
export function comparable(library: Library): { id: string; label: string; description: string }[] {
  const { benchmark, variants = [] } = library.manifest;
  const references = benchmark.references === undefined ? [] : REFERENCES.map((id) => ({ id, ...ABOUT[id] }));
  return [...references, ...variants.map(({ id, label, description = "" }) => ({ id, label, description }))];
}

const ABOUT: Readonly<Record<ReferenceId, { label: string; description: string }>> = {
  knn: {
    label: "kNN on router states",
    description: "Losses predicted by the nearest prompts of the router's training in its latent space",
  },
  ridge: {
    label: "ridge on router states",
    description: "Losses predicted by ridge regression on the router's latent space",
  },
};

/** Loads what the view wants to compare with, once the library and its router are there; a failure is told in the store. */
export function followComparisons(store: Store, load?: typeof loadLibrary, fetchFile?: typeof fetchVerified): void {
  const loader = new ComparisonLoader(store, load, fetchFile);
  store.subscribe((state, before) => {
    const asked = state.library !== before.library || state.compared !== before.compared;
    if (asked || state.routerLoading !== before.routerLoading) loader.loadWanted(state);
  });
}

class ComparisonLoader {
  #abort = new AbortController();

  constructor(
    private readonly store: Store,
    private readonly load: typeof loadLibrary = loadLibrary,
    private readonly fetchFile: typeof fetchVerified = fetchVerified,
  ) {}

  loadWanted({ library, compared, comparisons, routerLoading }: State): void {
    if (!library) return;
    if (comparisons.baseUrl !== library.baseUrl) {
      this.#abort.abort();
      this.#abort = new AbortController();
      this.store.setState({ comparisons: { ...NO_COMPARISONS, baseUrl: library.baseUrl } });
    }
    // The router is what the person waits for.
    if (routerLoading.status !== "ready" && routerLoading.status !== "failed") return;
    const { loading } = this.store.getState().comparisons;
    const missing = comparable(library).filter(({ id }) => compared.includes(id) && !loading[id]);
    const variants = library.manifest.variants ?? [];
    for (const { id } of missing) {
      const variant = variants.find((one) => one.id === id);
      if (variant) void this.#follow([id], this.#loadVariant(library, variant));
    }
    if (missing.some(({ id }) => isReference(id))) void this.#follow(REFERENCES, this.#loadReferences(library));
  }

  async #loadVariant(library: Library, { id, folder }: Variant): Promise<Partial<Comparisons>> {
    const { signal } = this.#abort;
    const loaded = await this.load(library.url(folder), {
      signal,
      onProgress: (got, total) => this.#tell(signal, [id], { status: "loading", loaded: got, total }),
    });
    return { libraries: { ...this.store.getState().comparisons.libraries, [id]: loaded } };
  }

  /** One file holds all methods. */
  async #loadReferences(library: Library): Promise<Partial<Comparisons>> {
    const { signal } = this.#abort;
    const path = library.manifest.benchmark.references!;
    const { url, ...expected } = library.file(path);
    const onProgress = (loaded: number, total: number) =>
      this.#tell(signal, REFERENCES, { status: "loading", loaded, total });
    const buffer = await this.fetchFile(url, expected, { signal, onProgress });
    const references = await readReferences(buffer, REFERENCES, library.expertIds, library.benchmark.ids, path);
    return { references };
  }

  async #follow(ids: readonly string[], work: Promise<Partial<Comparisons>>): Promise<void> {
    const { signal } = this.#abort;
    this.#tell(signal, ids, { status: "loading", loaded: 0, total: 0 });
    try {
      const change = await work;
      if (signal.aborted) return;
      this.store.setState(({ comparisons }) => ({ comparisons: { ...comparisons, ...change } }));
      this.#tell(signal, ids, { status: "ready" });
    } catch (error) {
      this.#tell(signal, ids, { status: "failed", message: sentence(error) });
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
