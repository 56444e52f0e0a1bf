import type { MeasureRequest, MeasureResult } from "../../../workers/inference/protocol.ts";

/** Two calibrations of the most texts, with all their references. */
const MOST = 2_000;

/**
 * What experts of the library have lost on texts, so that calibrating the next expert, or another form of one, on the same texts
 * measures them no second time. An answer is known by the model's file, the tokenizer's, the text and the words that count.
 */
export class ReferenceLosses {
  readonly #known = new Map<string, MeasureResult>();

  /** The loss that is known for this request, or the one that `measure` gives, which is known from then on. */
  async of(
    request: MeasureRequest,
    tokenizer: string,
    measure: (request: MeasureRequest) => Promise<MeasureResult>,
  ): Promise<MeasureResult> {
    const key = `${request.expert.model.sha256} ${tokenizer} ${request.counts.join("")} ${request.text}`;
    const loss = this.#known.get(key) ?? (await measure(request));
    // The oldest goes first: a map keeps the order in which its entries came.
    this.#known.delete(key);
    this.#known.set(key, loss);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
    return loss;
  }
}
