import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { CallContext } from "../../rpc/serve.ts";
import { Backends, type Probe, type Runtimes } from "./engine/backends.ts";
import { type Engine, type Model, output } from "./engine/engine.ts";
import { ExpertCache, loadExpert } from "./engine/experts.ts";
import { type Fetch, fetchAll } from "./files.ts";
import { fillMasks, hideable, maskedPrompt, measureLoss } from "./fill.ts";
import type {
  BackendReport,
  EmbedResult,
  FillRequest,
  FillResult,
  MeasureRequest,
  MeasureResult,
  OpenRequest,
  RouteResult,
} from "./protocol.ts";
import { repeated } from "./text/masking.ts";
import { PromptEncoder } from "./text/prompt.ts";
import { measureWords, wordTokens } from "./text/words.ts";
import type { Batch } from "./types.ts";

/** An expert of 17 million parameters takes about 70 MB once its weights are fp32. */
const EXPERTS_IN_MEMORY = 3;
const MAX_TOKENS = 128;
/** The best of so many counts: the rest of the machine, and a first run's preparations, can only make a run slower. */
const LATENCY_RUNS = 3;
const PROBE_TEXT = "Routing sends each prompt to the expert that will predict it best. ";

/** What `open` sets up and everything else needs. */
interface Opened {
  /** SHA-256 of the router's file: another one is another library, whose experts are not these. */
  router: string;
  encoder: PromptEncoder;
  backends: Backends;
  probe: Probe;
  /** One prompt of full length: what the latency of an expert is measured on. */
  whole: Batch;
}

/** The inference worker's work, free of messages and of the browser, so that it can be tested with stand-ins. */
export class InferenceService {
  readonly #runtimes: Runtimes;
  readonly #fetch: Fetch;
  readonly #onReport: (report: BackendReport) => void;
  readonly #experts = new ExpertCache(EXPERTS_IN_MEMORY);
  /** Fills take turns, so that an expert is never released while it runs. */
  readonly #fills = createQueue();
  readonly #opens = createQueue();
  /** Model file of each expert that was run: what the cache knows it by, as two libraries may use the same id. */
  readonly #hashes = new Map<string, string>();
  /** Latency of each expert by model file and backend, milliseconds: it is measured once. */
  readonly #latencies = new Map<string, number>();
  /** Tokenizer and router by hash, so that opening again with another backend fetches nothing. */
  #files: ReadonlyMap<string, ArrayBuffer> = new Map();
  #opened: Opened | null = null;
  #newestRoute = 0;

  constructor(runtimes: Runtimes, fetch: Fetch, onReport: (report: BackendReport) => void) {
    this.#runtimes = runtimes;
    this.#fetch = fetch;
    this.#onReport = onReport;
  }

  async open(request: OpenRequest, context: CallContext): Promise<BackendReport> {
    const wanted = [request.tokenizer, request.router];
    const [tokenizer, router] = (await fetchAll(this.#fetch, wanted, this.#files, context)) as [
      ArrayBuffer,
      ArrayBuffer,
    ];
    return this.#opens(async () => {
      context.signal.throwIfAborted();
      const encoder = new PromptEncoder(new TextDecoder().decode(tokenizer), request.maxTokens ?? MAX_TOKENS);
      const backends = await Backends.open(this.#runtimes, router, this.#onReport);
      const { probe, whole } = probesOf(encoder);
      const before = this.#opened;
      this.#opened = { encoder, backends, probe, whole, router: request.router.sha256 };
      this.#files = new Map([
        [request.tokenizer.sha256, tokenizer],
        [request.router.sha256, router],
      ]);
      if (before && before.router !== request.router.sha256) await this.#fills(() => this.#experts.clear());
      await before?.backends.close();
      // Begun after this answer has gone out: a finding that is there at once (no WebGPU) must not arrive before it.
      setTimeout(() => void backends.compare(router, probe, request.forced ?? null));
      return backends.report;
    });
  }

  /** The newest prompt wins: older ones that still wait for their turn resolve as superseded. */
  async route(text: string): Promise<RouteResult> {
    const { encoder, backends } = this.#open();
    const mine = ++this.#newestRoute;
    const start = performance.now();
    const prompt = encoder.encode(text);
    if (!prompt) return { status: "empty" };
    const tokenizing = performance.now() - start;
    return backends.use("router", ({ engine, router }) =>
      engine.turn(async (): Promise<RouteResult> => {
        if (mine !== this.#newestRoute) return { status: "superseded" };
        const begin = performance.now();
        const outputs = await router.run(repeated(prompt.ids, 1));
        const milliseconds = tokenizing + performance.now() - begin;
        const { tokens, truncated, maskPositions } = prompt;
        const [losses, state] = [output(outputs, "losses"), output(outputs, "state")];
        const texts = prompt.ids.slice(1, 1 + tokens).map((id) => encoder.text(id));
        return { status: "routed", losses, state, tokens, truncated, texts, maskPositions, milliseconds };
      }),
    );
  }

  async fill(request: FillRequest, context: CallContext): Promise<FillResult> {
    const { text, masks: placed, topK } = request;
    const { encoder, whole } = this.#open();
    const prompt = encoder.encode(text);
    if (!prompt) throw new InferenceError("EmptyPromptError", "There is no text to fill. Type a prompt first.");
    return this.#withExpert(request, context, async (expert, engine, loadMilliseconds) => {
      const running = performance.now();
      const masked = prompt.maskPositions.length + hideable(prompt, placed).length > 0;
      const fills = masked ? await engine.turn(() => fillMasks(expert, prompt, encoder, topK, placed)) : null;
      const measured = fills?.measured ?? (await engine.turn(() => measureLoss(expert, prompt, encoder.mask)));
      const milliseconds = performance.now() - running;
      const latency = await this.#latencyOf(request.model.sha256, engine, expert, whole);
      const { tokens, truncated } = prompt;
      const facts = { tokens, truncated, milliseconds, latency, backend: engine.backend, loadMilliseconds };
      return { masks: fills?.masks ?? [], measured, ...facts };
    });
  }

  /** The router's answer for a text that nobody typed: it supersedes no prompt and none supersedes it. Null for an empty one. */
  async embed(text: string): Promise<EmbedResult | null> {
    const { encoder, backends } = this.#open();
    const prompt = encoder.encode(text);
    if (!prompt) return null;
    const outputs = await backends.use("router", ({ engine, router }) =>
      engine.turn(() => router.run(repeated(prompt.ids, 1))),
    );
    const words = wordTokens(text, encoder.vocabulary).usable;
    return { losses: output(outputs, "losses"), state: output(outputs, "state"), words };
  }

  /** Measures an expert of the library both ways: as the benchmark does, and word by word. */
  async measure(request: MeasureRequest, context: CallContext): Promise<MeasureResult> {
    const { text, counts } = request;
    const { encoder } = this.#open();
    const prompt = encoder.encode(text);
    if (!prompt) throw new InferenceError("EmptyPromptError", "There is no text to measure on.");
    return this.#withExpert(request, context, async (expert, engine) => {
      const words = await measureWords(expert, text, encoder.vocabulary, counts, engine.turn);
      const measured = await engine.turn(() => measureLoss(expert, prompt, encoder.mask));
      return { ...words, perToken: measured?.loss ?? Number.NaN };
    });
  }

  /** Frees an expert once the fills before it are done. */
  release(expertId: string): Promise<void> {
    return this.#fills(() => this.#experts.release(this.#hashes.get(expertId) ?? ""));
  }

  /** What stays in memory between two calls; an expert's file does not. */
  holdings(): Omit<Holdings, "calls"> {
    return {
      models: this.#runtimes.made().reduce((sum, { models }) => sum + models, 0),
      bytes: [...this.#files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    };
  }

  /** Waits for work in flight and frees every model. */
  async dispose(): Promise<void> {
    await this.#opens(async () => {
      const before = this.#opened;
      this.#opened = null;
      this.#files = new Map();
      await this.#fills(() => this.#experts.clear());
      await before?.backends.close();
    });
  }

  /** Runs `work` with an expert, which is downloaded and loaded if need be, on the backend of experts. */
  async #withExpert<T>(
    { expertId, model }: Pick<FillRequest, "expertId" | "model">,
    { signal, progress }: CallContext,
    work: (expert: Model, engine: Engine, loadMilliseconds: number) => Promise<T>,
  ): Promise<T> {
    const { backends, probe } = this.#open();
    const onProgress = (loaded: number, total: number) => progress({ loaded, total });
    const download = () => this.#fetch(model.url, model, { signal, onProgress });
    this.#hashes.set(expertId, model.sha256);
    const start = performance.now();
    // Downloads of several experts may overlap; loading and running may not.
    const early = this.#experts.has(model.sha256) ? null : await download();
    const downloading = performance.now() - start;

    return this.#fills(() =>
      backends.use("experts", async ({ engine }) => {
        signal.throwIfAborted();
        const begin = performance.now();
        let expert = this.#experts.get(model.sha256, engine);
        let loadMilliseconds = 0;
        if (!expert) {
          expert = await loadExpert(early ?? (await download()), engine, backends.wasm, probe.single);
          await this.#experts.put(model.sha256, engine, expert);
          loadMilliseconds = downloading + performance.now() - begin;
        }
        signal.throwIfAborted();
        return work(expert, engine, loadMilliseconds);
      }),
    );
  }

  async #latencyOf(sha256: string, engine: Engine, expert: Model, whole: Batch): Promise<number> {
    const key = `${engine.backend} ${sha256}`;
    let fastest = this.#latencies.get(key);
    if (fastest !== undefined) return fastest;
    fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < LATENCY_RUNS; run++) {
      await engine.turn(async () => {
        const start = performance.now();
        await expert.run(whole);
        fastest = Math.min(fastest!, performance.now() - start);
      });
    }
    this.#latencies.set(key, fastest);
    return fastest;
  }

  #open(): Opened {
    if (this.#opened) return this.#opened;
    throw new InferenceError("NotOpenError", "The models are not running: open the library first.");
  }
}

/** The inputs that compare engines, in the sizes that routing and filling have, and the one that times experts. */
function probesOf(encoder: PromptEncoder): { probe: Probe; whole: Batch } {
  const short = encoder.encode(PROBE_TEXT)!;
  let text = PROBE_TEXT;
  let long = short;
  // As long as the models read, however long that is.
  while (!long.truncated) {
    text += text;
    long = encoder.encode(text)!;
  }
  const probe = { single: repeated(short.ids, 1), batch: maskedPrompt(long, encoder.mask).batch };
  return { probe, whole: repeated(long.ids, 1) };
}
