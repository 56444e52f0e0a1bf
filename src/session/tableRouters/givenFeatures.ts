import type { DenseRows } from "../../lab/features/rows.ts";
import type { GivenRows } from "../../lab/router/predictScores.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { cleanerWithout } from "../../lab/text/clean.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { TextSource } from "../../workers/tableRouter/textModels.ts";
import type { Embedder, OpenEmbedder } from "../lab/embedder.ts";

/** Features that a router's own code computes from a text. */
const OWN: readonly string[] = ["surface", "tfidf"];

/** Texts that are read between two looks at what else there is to do. */
const AT_ONCE = 64;

const WHAT: Readonly<Record<string, string>> = {
  state: "the state of the shipped router, and this page's router is another one. Train it again in the Lab.",
  encoder: "vectors of an encoder. Choose the same encoder in the Lab, tick “Encoder”, and use the router again.",
};

/** What a trained router reads of a typed text that the text alone does not give: the shipped router's state, an encoder's vectors. */
export class GivenFeatures {
  #router: TrainedRouter | null = null;
  #open: [feature: string, embedder: Embedder][] = [];
  /** The computation that runs: the next one waits for it. */
  #running: Promise<unknown> = Promise.resolve();
  #newest = 0;

  constructor(private readonly embedders: () => Promise<Readonly<Record<string, OpenEmbedder>>>) {}

  /** Starts what the router needs. Rejects with an error that says what to do. */
  async open(router: TrainedRouter): Promise<void> {
    this.close();
    const mine = this.#newest;
    const needs = needsOf(router);
    if (needs.length > 0) {
      const known = await this.embedders();
      for (const feature of needs) {
        const embedder = await known[feature]?.(new AbortController().signal, () => {}).catch(() => null);
        const fits = embedder && sameModel(embedder.origin, router.encoders[feature]);
        if (mine !== this.#newest || !fits) embedder?.close();
        if (mine !== this.#newest) return;
        if (!embedder || !fits)
          throw new InferenceError(
            "ModelError",
            `It reads ${WHAT[feature] ?? `“${feature}”, which is not known here.`}`,
          );
        this.#open.push([feature, embedder]);
      }
    }
    this.#router = router;
  }

  /** Rows of one text by feature, undefined if none are needed; null when a newer text has come meanwhile. */
  async rows(text: string): Promise<GivenRows | undefined | null> {
    const mine = ++this.#newest;
    const router = this.#router;
    if (!router || this.#open.length === 0 || text.trim() === "") return undefined;
    await this.#running;
    if (mine !== this.#newest) return null;
    const computed = this.#embedded(router, [text], new AbortController().signal);
    this.#running = computed.catch(() => undefined);
    const rows = await computed;
    return mine === this.#newest ? rows : null;
  }

  /** Rows of many texts; a typed text waits for a few of them. Rejects with the signal's reason when aborted. */
  async manyRows(
    texts: readonly string[],
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<GivenRows | undefined> {
    const router = this.#router;
    if (!router || this.#open.length === 0) return undefined;
    // Texts of like length make full batches.
    const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length);
    const all: Record<string, DenseRows> = {};
    for (let from = 0; from < order.length; from += AT_ONCE) {
      signal.throwIfAborted();
      const places = order.slice(from, from + AT_ONCE);
      const some = places.map((place) => texts[place]!);
      for (const [feature, { columns, data }] of Object.entries(await this.#embedded(router, some, signal))) {
        all[feature] ??= { kind: "dense", rows: texts.length, columns, data: new Float64Array(texts.length * columns) };
        places.forEach((place, i) => {
          all[feature]!.data.set(data.subarray(i * columns, (i + 1) * columns), place * columns);
        });
      }
      onProgress(from + places.length);
    }
    return all;
  }

  /** Files of the models that make what the router reads, for taking it out of the page; those that are not here are left out. */
  async sources(router: TrainedRouter): Promise<TextSource[]> {
    const signal = new AbortController().signal;
    const found: TextSource[] = [];
    const needs = needsOf(router);
    const known = needs.length > 0 ? await this.embedders() : {};
    for (const feature of needs) {
      const embedder = await known[feature]?.(signal, () => {}).catch(() => null);
      const fits = embedder && sameModel(embedder.origin, router.encoders[feature]);
      const source = fits ? await embedder.source(signal).catch(() => null) : null;
      embedder?.close();
      if (source) found.push({ feature, ...source });
    }
    return found;
  }

  async #embedded(router: TrainedRouter, texts: readonly string[], signal: AbortSignal) {
    const { clean, common } = router.cleaning;
    const cleaner = cleanerWithout(new Set(common));
    const read = clean ? texts.map(cleaner.clean) : texts;
    const rows = await Promise.all(
      this.#open.map(async ([feature, embedder]) => {
        const { columns, data } = await embedder.embed(read, signal);
        return [
          feature,
          { kind: "dense" as const, rows: texts.length, columns, data: Float64Array.from(data) },
        ] as const;
      }),
    );
    return Object.fromEntries(rows) satisfies GivenRows;
  }

  close(): void {
    this.#newest++;
    for (const [, embedder] of this.#open) embedder.close();
    this.#open = [];
    this.#router = null;
  }
}

const needsOf = ({ members }: TrainedRouter): string[] =>
  [...new Set(members.map(({ feature }) => feature))].filter((one) => !OWN.includes(one));

/** Whether vectors come from the same model file. */
function sameModel(origin: Record<string, unknown>, trained: unknown): boolean {
  const known = trained as Record<string, unknown> | undefined;
  return (
    origin.sha256 !== undefined && origin.sha256 === known?.sha256 && origin.tokenizerSha256 === known.tokenizerSha256
  );
}
