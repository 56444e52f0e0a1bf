import type { GivenRows } from "../../lab/router/predictScores.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { cleanerWithout } from "../../lab/text/clean.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { Embedder, OpenEmbedder } from "../lab/embedder.ts";

/** Features that a router's own code computes from a text. */
const OWN: readonly string[] = ["surface", "tfidf"];

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
    const needs = [...new Set(router.members.map(({ feature }) => feature))].filter((one) => !OWN.includes(one));
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
    const { clean, common } = router.cleaning;
    const read = clean ? cleanerWithout(new Set(common)).clean(text) : text;
    const signal = new AbortController().signal;
    const computed = Promise.all(
      this.#open.map(async ([feature, embedder]) => {
        const { columns, data } = await embedder.embed([read], signal);
        return [feature, { kind: "dense" as const, rows: 1, columns, data: Float64Array.from(data) }] as const;
      }),
    );
    this.#running = computed.catch(() => undefined);
    const rows = Object.fromEntries(await computed);
    return mine === this.#newest ? rows : null;
  }

  close(): void {
    this.#newest++;
    for (const [, embedder] of this.#open) embedder.close();
    this.#open = [];
    this.#router = null;
  }
}

/** Whether vectors come from the same model file. */
function sameModel(origin: Record<string, unknown>, trained: unknown): boolean {
  const known = trained as Record<string, unknown> | undefined;
  return (
    origin.sha256 !== undefined && origin.sha256 === known?.sha256 && origin.tokenizerSha256 === known.tokenizerSha256
  );
}
