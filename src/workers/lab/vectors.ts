import type { DenseRows } from "../../lab/features/rows.ts";
import { LabError } from "../../lab/fit/labTable.ts";
import { type VectorStore, vectorStore } from "../../library/storage/vectorStore.ts";

/** Vectors of texts by the model that makes them: those of this session, and those kept in the browser. */
export class Vectors {
  readonly #known = new Map<string, Map<string, Float32Array>>();
  /** Texts that the browser's store was asked for, by model: it is asked once. */
  readonly #asked = new Map<string, Set<string>>();

  constructor(private readonly store: VectorStore = vectorStore()) {}

  /** Texts without a vector, shortest first. What the browser has kept is read first. */
  async missing(model: string, texts: readonly string[]): Promise<string[]> {
    const known = this.#of(model);
    const unknown = [...new Set(texts)].filter((text) => !known.has(text));
    const asked = this.#asked.get(model) ?? new Set<string>();
    this.#asked.set(model, asked);
    const unasked = unknown.filter((text) => !asked.has(text));
    const kept = unasked.length > 0 ? await this.store.read(model, unasked) : [];
    unasked.forEach((text, i) => {
      asked.add(text);
      const vector = kept[i];
      if (vector) known.set(text, vector);
    });
    return unknown.filter((text) => !known.has(text)).sort((a, b) => a.length - b.length);
  }

  async keep(model: string, texts: readonly string[], columns: number, data: Float32Array): Promise<void> {
    const known = this.#of(model);
    texts.forEach((text, i) => {
      known.set(text, data.slice(i * columns, (i + 1) * columns));
    });
    await this.store.keep(model, texts, columns, data);
  }

  /** Throws a LabError if any is missing. */
  rows(model: string, texts: readonly string[]): DenseRows {
    const known = this.#of(model);
    const all = texts.map((text) => known.get(text));
    const columns = all[0]?.length ?? 0;
    const data = new Float64Array(texts.length * columns);
    all.forEach((vector, i) => {
      if (vector?.length !== columns) throw new LabError("Some prompts have no vector yet. Train again.");
      data.set(vector, i * columns);
    });
    return { kind: "dense", rows: texts.length, columns, data };
  }

  get bytes(): number {
    let bytes = 0;
    for (const known of this.#known.values()) for (const vector of known.values()) bytes += vector.byteLength;
    return bytes;
  }

  #of(model: string): Map<string, Float32Array> {
    const known = this.#known.get(model) ?? new Map<string, Float32Array>();
    this.#known.set(model, known);
    return known;
  }
}
