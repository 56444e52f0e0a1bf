import { USUAL_SCALE } from "../../library/manifest/manifestFacts.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { CallContext } from "../../rpc/serve.ts";
import { routeTexts } from "./batch/routeTexts.ts";
import type { Continuation, ContinueRequest } from "./causal/continuation.ts";
import { plainDecoder } from "./causal/decoder.ts";
import { Backends, type Probe, type Runtimes } from "./engine/backends.ts";
import { output } from "./engine/engine.ts";
import { ExpertCache, loadExpert } from "./engine/experts.ts";
import { probesOf } from "./engine/probes.ts";
import { continued, fill, latencyOf, measure } from "./experts/expertCalls.ts";
import type { ExpertService, OpenExpert } from "./experts/openExpert.ts";
import { type Fetch, fetchAll } from "./files.ts";
import type * as Messages from "./protocol.ts";
import type { LibraryExpert, MeasureRequest, RouteResult } from "./protocol.ts";
import { type States, statesOf } from "./states.ts";
import { repeated } from "./text/masking.ts";
import { type EncodedPrompt, PromptEncoder } from "./text/prompt.ts";
import { routerText } from "./text/reading.ts";
import { wordTokens } from "./text/words.ts";
import type { Batch } from "./types.ts";

/** An expert of 17 million parameters takes about 70 MB once its weights are fp32. */
const EXPERTS_IN_MEMORY = 3;
const MAX_TOKENS = 128;

/** Set up by `open` and needed by everything else. */
interface Opened {
  /** SHA-256 of the router's file: a different one means another library with other experts. */
  router: string;
  encoder: PromptEncoder;
  backends: Backends;
  probe: Probe;
  /** One prompt of full length, for measuring an expert's latency. */
  whole: Batch;
}

/** The inference worker's work, independent of messages and of the browser, so that it can be tested with fakes. */
export class InferenceService implements ExpertService<LibraryExpert> {
  readonly #runtimes: Runtimes;
  readonly #fetch: Fetch;
  readonly #onReport: (report: Messages.BackendReport) => void;
  readonly #experts = new ExpertCache(EXPERTS_IN_MEMORY);
  /** Fills are queued, so that an expert is never released while it runs. */
  readonly #fills = createQueue();
  readonly #opens = createQueue();
  /** Model file of each expert that was run: the cache's key, as two libraries may use the same id. */
  readonly #hashes = new Map<string, string>();
  /** Latency of each expert by model file and backend, milliseconds; measured once. */
  readonly #latencies = new Map<string, number>();
  /** Tokenizer and router by hash, so that reopening with another backend downloads nothing. */
  #files: ReadonlyMap<string, ArrayBuffer> = new Map();
  #opened: Opened | null = null;
  #newestRoute = 0;

  constructor(runtimes: Runtimes, fetch: Fetch, onReport: (report: Messages.BackendReport) => void) {
    this.#runtimes = runtimes;
    this.#fetch = fetch;
    this.#onReport = onReport;
  }

  async open(request: Messages.OpenRequest, context: CallContext): Promise<Messages.BackendReport> {
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
      // Started after this answer has been sent: an immediate result (no WebGPU) must not arrive before it.
      setTimeout(async () => {
        await backends.warmUp(probe);
        await backends.compare(router, probe, request.forced ?? null);
        await backends.keepWarm(probe);
      });
      return backends.report;
    });
  }

  /** The newest prompt wins: older ones still in the queue resolve as superseded. */
  async route(text: string): Promise<RouteResult> {
    const { encoder, backends } = this.#open();
    const mine = ++this.#newestRoute;
    const start = performance.now();
    const prompt = encoder.encode(text);
    const shorter = routerText(text);
    const read = shorter === text ? prompt : encoder.encode(shorter);
    if (!prompt || !read) return { status: "empty" };
    const tokenizing = performance.now() - start;
    return backends.use("router", ({ engine, router }) =>
      engine.turn(async (): Promise<RouteResult> => {
        if (mine !== this.#newestRoute) return { status: "superseded" };
        const begin = performance.now();
        const outputs = await router.run(repeated(read.ids, 1));
        const milliseconds = tokenizing + performance.now() - begin;
        const { tokens, truncated, maskPositions } = prompt;
        const [losses, state] = [output(outputs, "losses"), output(outputs, "state")];
        const texts = prompt.ids.slice(1, 1 + tokens).map((id) => encoder.text(id));
        return { status: "routed", losses, state, tokens, truncated, texts, maskPositions, milliseconds };
      }),
    );
  }

  /** Rejects a text without tokens before an expert is downloaded for it. */
  async fill(request: Messages.FillRequest, context: CallContext): Promise<Messages.FillResult> {
    this.#encoded(this.#open().encoder, request.text);
    return this.#use(request.expert, context, (expert) => fill(expert, request));
  }

  /** The router's answer for a text that was not typed: it neither supersedes prompts nor is superseded. Null for an empty one. */
  async embed(text: string): Promise<Messages.EmbedResult | null> {
    const { encoder, backends } = this.#open();
    const prompt = encoder.encode(routerText(text));
    if (!prompt) return null;
    const outputs = await backends.use("router", ({ engine, router }) =>
      engine.turn(() => router.run(repeated(prompt.ids, 1))),
    );
    const words = wordTokens(text, encoder.vocabulary).usable;
    return { losses: output(outputs, "losses"), state: output(outputs, "state"), words };
  }

  /** On the backend that is best for batches; typed prompts come between two of them. */
  states(texts: readonly string[], signal: AbortSignal): Promise<States> {
    const { encoder, backends } = this.#open();
    return backends.use("experts", ({ engine, router }) =>
      statesOf(texts, encoder.vocabulary, (batch) => {
        signal.throwIfAborted();
        return engine.turn(() => router.run(batch));
      }),
    );
  }

  /** Of many texts, in batches: see batch/routeTexts.ts. */
  async routeTexts(texts: readonly string[], context: CallContext): Promise<Messages.RoutedTexts> {
    const { encoder, backends } = this.#open();
    return routeTexts(encoder, backends, texts, context);
  }

  async measure(request: MeasureRequest, context: CallContext): Promise<Messages.MeasureResult> {
    this.#encoded(this.#open().encoder, request.text);
    return this.#use(request.expert, context, (expert) => measure(expert, request));
  }

  async continue(request: ContinueRequest<LibraryExpert>, context: CallContext): Promise<Continuation> {
    this.#open();
    return this.#use(request.expert, context, (expert) => continued(expert, request, context));
  }

  /** After the fills queued before it. */
  release(key: string): Promise<void> {
    return this.#fills(() => this.#experts.release(this.#hashes.get(key) ?? ""));
  }

  /** Kept in memory between two calls; an expert's file is not. */
  holdings(): Omit<Holdings, "calls"> {
    return {
      models: this.#runtimes.made().reduce((sum, { models }) => sum + models, 0),
      bytes: [...this.#files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    };
  }

  /** Waits for pending work and frees every model. */
  async dispose(): Promise<void> {
    await this.#opens(async () => {
      const before = this.#opened;
      this.#opened = null;
      this.#files = new Map();
      await this.#fills(() => this.#experts.clear());
      await before?.backends.close();
    });
  }

  /**
   * Runs `work` on the experts' backend with an expert, which is first opened if necessary and stays open until `work` is done. If the
   * backend fails, `work` may be rerun on another.
   */
  async #use<T>(
    { key, model, scale = USUAL_SCALE }: LibraryExpert,
    { signal, progress }: CallContext,
    work: (open: OpenExpert) => Promise<T>,
  ): Promise<T> {
    const { backends, probe, encoder, whole } = this.#open();
    const onProgress = (loaded: number, total: number) => progress({ loaded, total });
    const download = () => this.#fetch(model.url, model, { signal, onProgress });
    this.#hashes.set(key, model.sha256);
    const start = performance.now();
    // Several experts may be downloaded at once, but not loaded or run at once.
    const early = this.#experts.has(model.sha256) ? null : await download();
    const downloading = performance.now() - start;

    return this.#fills(() =>
      backends.use("experts", async ({ engine }) => {
        signal.throwIfAborted();
        const begin = performance.now();
        let loaded = this.#experts.get(model.sha256, engine);
        let loadMilliseconds = 0;
        if (!loaded) {
          loaded = await loadExpert(early ?? (await download()), engine, backends.wasm, probe.single);
          await this.#experts.put(model.sha256, engine, loaded);
          loadMilliseconds = downloading + performance.now() - begin;
        }
        signal.throwIfAborted();
        const running = { model: loaded, turn: engine.turn };
        return work({
          ...running,
          backend: engine.backend,
          vocabulary: scale.task === "causal" ? encoder.forCausal : encoder.vocabulary,
          sharedTokenizer: true,
          causal: scale.task === "causal" ? encoder.causal(plainDecoder(loaded)) : null,
          scale,
          encode: (text) => this.#encoded(encoder, text),
          text: (id) => encoder.text(id),
          atOnce: () => Number.POSITIVE_INFINITY,
          latency: () => this.#latencyOf(`${engine.backend} ${model.sha256}`, running, whole),
          loadMilliseconds,
        });
      }),
    );
  }

  #encoded(encoder: PromptEncoder, text: string): EncodedPrompt {
    const prompt = encoder.encode(text);
    if (prompt) return prompt;
    throw new InferenceError("EmptyPromptError", "There is no text to run an expert on. Type a prompt first.");
  }

  async #latencyOf(key: string, running: Pick<OpenExpert, "model" | "turn">, whole: Batch): Promise<number> {
    const known = this.#latencies.get(key) ?? (await latencyOf(running, whole));
    this.#latencies.set(key, known);
    return known;
  }

  #open(): Opened {
    if (this.#opened) return this.#opened;
    throw new InferenceError("NotOpenError", "The models are not running: open the library first.");
  }
}
