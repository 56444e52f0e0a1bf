import { Lru } from "../core/lru.ts";
import type { Library } from "../library/load.ts";

/** Work on a library: `key` names everything else that the result depends on. */
interface Work<A extends readonly unknown[], R> {
  /**
   * Number of cached results per kind: as many as may be on the page at the same time, including panels that lag behind a slider.
   */
  keep: number;
  key(...args: A): string;
  compute(library: Library, ...args: A): R;
}

/**
 * Results computed from one library. They are freed together with the library. Every kind of work has its own cache, so that none
 * can evict another's results.
 */
export class Analysis {
  readonly #caches = new Map<object, Lru<unknown>>();

  constructor(readonly library: Library) {}

  /** The result of some work for these arguments, computed at most once while it is cached. */
  recall<A extends readonly unknown[], R>(work: Work<A, R>, ...args: A): R {
    let cache = this.#caches.get(work) as Lru<R> | undefined;
    if (!cache) {
      cache = new Lru<R>(work.keep);
      this.#caches.set(work, cache);
    }
    return cache.recall(work.key(...args), () => work.compute(this.library, ...args));
  }
}

const analyses = new WeakMap<Library, Analysis>();

/** The library's single analysis. */
export function analysisOf(library: Library): Analysis {
  let analysis = analyses.get(library);
  if (!analysis) {
    analysis = new Analysis(library);
    analyses.set(library, analysis);
  }
  return analysis;
}

/** Wraps a function of a library so that its results are cached by the library's analysis. */
export function remembered<A extends readonly unknown[], R>(work: Work<A, R>): (library: Library, ...args: A) => R {
  return (library, ...args) => analysisOf(library).recall(work, ...args);
}

/** The same for functions of the library alone. */
export const rememberedOnce = <R>(compute: (library: Library) => R): ((library: Library) => R) =>
  remembered({ keep: 1, key: () => "", compute });
