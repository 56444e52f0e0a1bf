import { InferenceError } from "../inference/errors.ts";
import type { Fetch } from "../inference/files.ts";
import type { CallContext } from "../inference/serve.ts";
import type { readEmbeddings } from "../library/parquet.ts";
import type { Matrix } from "../routing/matrix.ts";
import { type PlacedPrompt, placePrompt } from "./place.ts";
import type { MapRequest } from "./protocol.ts";

/** Holds the benchmark's embeddings, so that neither parsing nor searching them costs the page a frame. */
export class MapService {
  readonly #fetch: Fetch;
  readonly #read: typeof readEmbeddings;
  #map: { embeddings: Matrix; x: Float32Array; y: Float32Array } | null = null;

  constructor(fetch: Fetch, read: typeof readEmbeddings) {
    this.#fetch = fetch;
    this.#read = read;
  }

  async open(
    { embeddings: file, size, x, y }: MapRequest,
    { signal, progress }: CallContext,
  ): Promise<{ rows: number }> {
    const onProgress = (loaded: number, total: number) => progress({ loaded, total });
    const embeddings = await this.#read(await this.#fetch(file.url, file, { signal, onProgress }), size);
    this.#map = { embeddings, x, y };
    return { rows: embeddings.rows };
  }

  async place(state: Float32Array, neighbors?: number): Promise<PlacedPrompt> {
    if (!this.#map) throw new InferenceError("NotOpenError", "The map has not been loaded yet.");
    const { embeddings, x, y } = this.#map;
    return placePrompt(state, embeddings, x, y, neighbors);
  }
}
