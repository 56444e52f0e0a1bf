/** What the library's own router is compared with on the front: loaded when it is asked for, and only then. */
import { fetchVerified } from "../library/integrity.ts";
import { type Library, loadLibrary } from "../library/load.ts";
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
  /** Other libraries by their id. */
  libraries: Readonly<Record<string, Library>>;
  /** By id of the reference or library; absent while nobody asked. */
  loading: Readonly<Record<string, Loading>>;
}

export const NO_COMPARISONS: Comparisons = { baseUrl: null, references: {}, libraries: {}, loading: {} };

/** Id of the shipped library beside one of its variants. */
const SHIPPED = "shipped";

/** Name of the shipped library while one of its variants runs, else null: the two can be compared either way round. */
export function shippedLabel({
  libraries,
  libraryAddress,
}: Pick<State, "libraries" | "libraryAddress">): string | null {
  const running = libraries.find(({ address }) => address === libraryAddress);
  if (running?.origin !== "variant") return null;
  return libraries.find(({ origin }) => origin === "shipped")?.label ?? null;
}

/**
 * What the library can be compared with: its references, its variants, and the shipped library for a variant of it. Often nothing.
 * @param shipped see `shippedLabel`
 */
export function comparable(library: Library, shipped: string | null): Compared[] {
  const { benchmark, variants = [] } = library.manifest;
  const references = benchmark.references === undefined ? [] : REFERENCES.map((id) => ({ id, ...ABOUT[id] }));
  const others = variants.map(({ id, label, description = "" }) => ({ id, label, description }));
  const origin = {
    id: SHIPPED,
    label: shipped ?? "",
    description: "The library that ships, of which this is a variant",
  };
  return [...references, ...others, ...(shipped === null ? [] : [origin])];
}

export interface Compared {
  id: string;
  label: string;
  description: string;
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
export function followComparisons(
  store: Store,
  shippedFolder: string,
  load?: typeof loadLibrary,
  fetchFile?: typeof fetchVerified,
): void {
  const loader = new ComparisonLoader(store, shippedFolder, load, fetchFile);
  const watched = ["library", "compared", "routerLoading", "libraries"] as const;
  store.subscribe((state, before) => {
    if (watched.some((key) => state[key] !== before[key])) loader.loadWanted(state);
  });
}

class ComparisonLoader {
  #abort = new AbortController();

  constructor(
    private readonly store: Store,
    private readonly shippedFolder: string,
    private readonly load: typeof loadLibrary = loadLibrary,
    private readonly fetchFile: typeof fetchVerified = fetchVerified,
  ) {}

  loadWanted(state: State): void {
    const { library, compared, comparisons, routerLoading } = state;
    if (!library) return;
    if (comparisons.baseUrl !== library.baseUrl) {
      this.#abort.abort();
      this.#abort = new AbortController();
      this.store.setState({ comparisons: { ...NO_COMPARISONS, baseUrl: library.baseUrl } });
    }
    // The router is what the person waits for.
    if (routerLoading.status !== "ready" && routerLoading.status !== "failed") return;
    const { loading } = this.store.getState().comparisons;
    const missing = comparable(library, shippedLabel(state)).filter(({ id }) => compared.includes(id) && !loading[id]);
    const variants = library.manifest.variants ?? [];
    for (const { id } of missing) {
      const variant = variants.find((one) => one.id === id);
      const folder = variant ? library.url(variant.folder) : id === SHIPPED ? this.shippedFolder : null;
      if (folder !== null) void this.#follow([id], this.#loadLibrary(id, folder));
    }
    if (missing.some(({ id }) => isReference(id))) void this.#follow(REFERENCES, this.#loadReferences(library));
  }

  async #loadLibrary(id: string, folder: string): Promise<Partial<Comparisons>> {
    const { signal } = this.#abort;
    const loaded = await this.load(folder, {
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
