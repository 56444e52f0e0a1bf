import type { MeasureRequest, MeasureResult } from "../../../workers/inference/protocol.ts";

/** Enough for two calibrations with the maximum number of texts and all their references. */
const MOST = 2_000;

/**
 * Cached losses of library experts on texts, so that calibrating the next expert, or another format of one, on the same texts does
 * not measure them again. The key consists of the model's file, the tokenizer's, the text and the words that count.
 */
export class ReferenceLosses {
  readonly #known = new Map<string, MeasureResult>();

  /** The cached loss for this request, or the result of `measure`, which is then cached. */
  async of(
    request: MeasureRequest,
    tokenizer: string,
    measure: (request: MeasureRequest) => Promise<MeasureResult>,
  ): Promise<MeasureResult> {
    const key = `${request.expert.model.sha256} ${tokenizer} ${request.counts.join("")} ${request.text}`;
    const loss = this.#known.get(key) ?? (await measure(request));
    // The oldest is dropped first: a Map keeps insertion order.
    this.#known.delete(key);
    this.#known.set(key, loss);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
    return loss;
  }
}
