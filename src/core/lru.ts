/** The last results of some work, each under a key that names everything it depends on. */
export class Lru<T> {
  readonly #results = new Map<string, T>();

  /** @param limit how many results are kept; the one that was not asked for the longest goes first */
  constructor(private readonly limit: number) {}

  /** The result under a key: the one that is kept, or the one that `compute` gives, which is kept from then on. */
  recall(key: string, compute: () => T): T {
    const known = this.#results.has(key);
    const result = known ? this.#results.get(key)! : compute();
    // A map keeps the order in which its entries came.
    this.#results.delete(key);
    this.#results.set(key, result);
    if (this.#results.size > this.limit) this.#results.delete(this.#results.keys().next().value!);
    return result;
  }

  get size(): number {
    return this.#results.size;
  }
}
