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
    return this.#cacheOf(work).recall(work.key(...args), () => work.compute(this.library, ...args));
  }

  /** Caches a result that a worker has computed; one that is there already stays. */
  keep<A extends readonly unknown[], R>(work: Work<A, R>, result: R, ...args: A): void {
    this.#cacheOf(work).recall(work.key(...args), () => result);
  }

  /** Whether the result is cached. */
  has<A extends readonly unknown[], R>(work: Work<A, R>, ...args: A): boolean {
    return this.#cacheOf(work).has(work.key(...args));
  }

  #cacheOf<A extends readonly unknown[], R>(work: Work<A, R>): Lru<R> {
    let cache = this.#caches.get(work) as Lru<R> | undefined;
    if (!cache) {
      cache = new Lru<R>(work.keep);
      this.#caches.set(work, cache);
    }
    return cache;
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

/** A function whose results are cached, and to which results that were computed elsewhere can be given. */
export interface Remembered<A extends readonly unknown[], R> {
  (library: Library, ...args: A): R;
  /** Gives it a result that a worker has computed. */
  keep(result: R, library: Library, ...args: A): void;
  /** Whether the result is there, so that asking for it costs nothing. */
  has(library: Library, ...args: A): boolean;
}

/** Wraps a function of a library so that its results are cached by the library's analysis. */
export function remembered<A extends readonly unknown[], R>(work: Work<A, R>): Remembered<A, R> {
  const recall = (library: Library, ...args: A): R => analysisOf(library).recall(work, ...args);
  return Object.assign(recall, {
    keep: (result: R, library: Library, ...args: A) => analysisOf(library).keep(work, result, ...args),
    has: (library: Library, ...args: A) => analysisOf(library).has(work, ...args),
  });
}

/** The same for functions of the library alone. */
export const rememberedOnce = <R>(compute: (library: Library) => R): ((library: Library) => R) =>
  remembered({ keep: 1, key: () => "", compute });
