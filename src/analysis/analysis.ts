import { Lru } from "../core/lru.ts";
import type { Library } from "../library/load.ts";

/** Work on a library: `key` names everything else that the result depends on. */
interface Work<A extends readonly unknown[], R> {
  /** How many results are kept of a library: as many as may be on the page at the same time, panels that lag behind a slider included. */
  keep: number;
  key(...args: A): string;
  compute(library: Library, ...args: A): R;
}

/**
 * What has been computed from one library. It owns the results: they go when the library goes. Every kind of work has a cache of its
 * own, so that none can push another one's results out.
 */
export class Analysis {
  readonly #caches = new Map<object, Lru<unknown>>();

  constructor(readonly library: Library) {}

  /** The result of some work for these arguments, computed at most once while it is kept. */
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

/** The one analysis of a library. */
export function analysisOf(library: Library): Analysis {
  let analysis = analyses.get(library);
  if (!analysis) {
    analysis = new Analysis(library);
    analyses.set(library, analysis);
  }
  return analysis;
}

/** A function of a library whose results its analysis keeps. */
export function remembered<A extends readonly unknown[], R>(work: Work<A, R>): (library: Library, ...args: A) => R {
  return (library, ...args) => analysisOf(library).recall(work, ...args);
}

/** The same for what depends on the library alone. */
export const rememberedOnce = <R>(compute: (library: Library) => R): ((library: Library) => R) =>
  remembered({ keep: 1, key: () => "", compute });
