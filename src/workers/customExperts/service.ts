import { readEmbeddings } from "../../library/benchmark/parquet.ts";
import { fetchHubFile } from "../../library/hub/hub.ts";
import type { FileReference } from "../../library/load.ts";
import { USUAL_SCALE } from "../../library/manifest/manifestFacts.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { CallContext } from "../../rpc/serve.ts";
import type { Continuation, ContinueRequest } from "../inference/causal/continuation.ts";
import { continued, fill, latencyOf, measure, usableWords } from "../inference/experts/expertCalls.ts";
import type { ExpertService, OpenExpert } from "../inference/experts/openExpert.ts";
import { type Fetch, fetchAll } from "../inference/files.ts";
import type { FillRequest, FillResult, MeasureRequest, MeasureResult } from "../inference/protocol.ts";
import type { Vocabulary } from "../inference/text/words.ts";
import { fitHead } from "./head.ts";
import { type Opened, openCustomExpert } from "./model/opening.ts";
import type { Loader } from "./model/transformers.ts";
import type {
  CustomExpertCalls,
  Downloaded,
  FitRequest,
  FitResult,
  OpenCustomExpert,
  OpenedCustomExpert,
} from "./protocol.ts";
import { encode, latencyBatch } from "./reading.ts";

type Requests = { [T in keyof CustomExpertCalls]: CustomExpertCalls[T]["request"] };

interface Open extends Opened {
  key: string;
  /** SHA-256 of the tokenizer of the library for which it was opened. */
  library: string;
  /** Time taken to open it; 0 when a later request finds it open. */
  loadMilliseconds: number;
}

/**
 * The work of the worker for added experts, independent of messages and of the browser. One expert is open at a time; calls are
 * queued, and each opens the expert that it names.
 */
export class CustomExpertService implements ExpertService<OpenCustomExpert> {
  readonly #loader: Loader;
  readonly #fetch: Fetch;
  readonly #turn = createQueue();
  /** Milliseconds for a prompt of full length, by expert and device. */
  readonly #latencies = new Map<string, number>();
  #open: Open | null = null;
  /** Models that are loaded and not released. */
  #models = 0;
  /** The last download, by SHA-256, until an expert is opened with it: the browser may be unable to store it. */
  #fresh: ReadonlyMap<string, ArrayBuffer> = new Map();

  constructor(loader: Loader, fetch: Fetch) {
    this.#loader = {
      ...loader,
      graph: async (weights, device) => {
        const graph = await loader.graph(weights, device);
        this.#models++;
        const release = async () => {
          await graph.release();
          this.#models--;
        };
        return { ...graph, release };
      },
    };
    this.#fetch = fetch;
  }

  /** Downloads files of a hub, and stores them if the browser can. */
  async download({ files, token }: Requests["download"], { signal, progress }: CallContext): Promise<Downloaded> {
    this.#fresh = new Map();
    const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
    const fresh = new Map<string, ArrayBuffer>();
    const had: Record<string, FileReference> = {};
    let keptAll = true;
    let before = 0;
    for (const [path, file] of Object.entries(files)) {
      const onProgress = (loaded: number) => progress({ loaded: before + loaded, total });
      const { sha256, buffer, kept } = await fetchHubFile(path, file, { signal, onProgress, token });
      had[path] = { url: file.url, bytes: file.bytes, sha256 };
      fresh.set(sha256, buffer);
      keptAll &&= kept;
      before += file.bytes;
    }
    this.#fresh = fresh;
    return { files: had, kept: keptAll };
  }

  open(request: OpenCustomExpert, context: CallContext): Promise<OpenedCustomExpert> {
    return this.#turn(async () => {
      const { result, loadMilliseconds } = await this.#opened(request, context);
      return { ...result, loadMilliseconds };
    });
  }

  words({ expert, text }: Requests["words"], context: CallContext): Promise<Uint8Array> {
    return this.#turn(async () => usableWords(await this.#opened(expert, context), text));
  }

  measure(request: MeasureRequest<OpenCustomExpert>, context: CallContext): Promise<MeasureResult> {
    return this.#use(request.expert, context, (expert) => measure(expert, request));
  }

  fill(request: FillRequest<OpenCustomExpert>, context: CallContext): Promise<FillResult> {
    return this.#use(request.expert, context, (expert) => {
      // Nothing is fetched for one that is open: what takes time from here on is the run.
      const total = Object.values(request.expert.files).reduce((sum, { bytes }) => sum + bytes, 0);
      context.progress({ loaded: total, total });
      return fill(expert, request);
    });
  }

  continue(request: ContinueRequest<OpenCustomExpert>, context: CallContext): Promise<Continuation> {
    return this.#use(request.expert, context, (expert) => continued(expert, request, context));
  }

  async fit(request: FitRequest, { signal }: CallContext): Promise<FitResult> {
    const { benchmark } = request;
    const states =
      benchmark &&
      (await readEmbeddings(await this.#fetch(benchmark.file.url, benchmark.file, { signal }), benchmark.size));
    return fitHead(request, states);
  }

  /** Files are not kept in memory next to the model, except those of a download that has not been opened yet. */
  holdings(): Omit<Holdings, "calls"> {
    const bytes = [...this.#fresh.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    return { models: this.#models, bytes };
  }

  release(key: string): Promise<void> {
    return this.#turn(async () => {
      this.#fresh = new Map();
      if (this.#open?.key === key) await this.#close();
    });
  }

  /** Runs `work` with an expert, which is first opened if necessary. */
  #use<T>(request: OpenCustomExpert, context: CallContext, work: (open: OpenExpert) => Promise<T>): Promise<T> {
    return this.#turn(async () => {
      const opened = await this.#opened(request, context);
      const { model, vocabulary, causal, text, atOnce, result, loadMilliseconds } = opened;
      const { sharedTokenizer, device } = result;
      const running = { model, turn: <R>(run: () => Promise<R>) => run() };
      return work({
        ...running,
        backend: device,
        vocabulary,
        sharedTokenizer,
        causal,
        scale: request.scale ?? USUAL_SCALE,
        encode: (written) => encode(written, vocabulary, sharedTokenizer),
        text,
        atOnce,
        latency: () => this.#latencyOf(`${request.key} ${device}`, running, vocabulary, causal ? 1 : undefined),
        loadMilliseconds,
      });
    });
  }

  /** Measured once. @param runs fewer for causal models: a run of one takes seconds */
  async #latencyOf(
    key: string,
    running: Pick<OpenExpert, "model" | "turn">,
    vocabulary: Vocabulary,
    runs?: number,
  ): Promise<number> {
    const known = this.#latencies.get(key) ?? (await latencyOf(running, latencyBatch(vocabulary), runs));
    this.#latencies.set(key, known);
    return known;
  }

  /** The expert that a request names, opened now unless already open. Only inside a turn. */
  async #opened(request: OpenCustomExpert, context: CallContext): Promise<Open> {
    context.signal.throwIfAborted();
    const { key } = request;
    const library = request.tokenizer.sha256;
    // Whether the tokenizer is the library's depends on the library, too.
    if (this.#open?.key === key && this.#open.library === library) return this.#open;
    const start = performance.now();
    const paths = Object.keys(request.files);
    const wanted = [...paths.map((path) => request.files[path]!), request.tokenizer];
    const known = this.#fresh;
    const contents = await fetchAll(this.#fetch, wanted, known, context);
    this.#fresh = new Map();
    const files = new Map(paths.map((path, k) => [path, contents[k]!]));
    await this.#close();
    const opened = await openCustomExpert(this.#loader, request, files, contents.at(-1)!);
    this.#open = { ...opened, key, library, loadMilliseconds: 0 };
    return { ...this.#open, loadMilliseconds: performance.now() - start };
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    // A model on a lost GPU device cannot be released, and need not be.
    await open?.model.release().catch(() => undefined);
  }
}
