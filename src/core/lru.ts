/** A least-recently-used cache. Each key names everything that its result depends on. */
export class Lru<T> {
  readonly #results = new Map<string, T>();

  /** @param limit how many results are kept; the least recently used is dropped */
  constructor(private readonly limit: number) {}

  /** The cached result for a key, or the result of `compute`, which is then cached. */
  recall(key: string, compute: () => T): T {
    const known = this.#results.has(key);
    const result = known ? this.#results.get(key)! : compute();
    // A Map keeps insertion order.
    this.#results.delete(key);
    this.#results.set(key, result);
    if (this.#results.size > this.limit) this.#results.delete(this.#results.keys().next().value!);
    return result;
  }

  has(key: string): boolean {
    return this.#results.has(key);
  }

  get size(): number {
    return this.#results.size;
  }
}
