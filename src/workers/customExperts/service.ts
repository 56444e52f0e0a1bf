import { readEmbeddings } from "../../library/benchmark/parquet.ts";
import { fetchHubFile } from "../../library/hub/hub.ts";
import type { FileReference } from "../../library/load.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { CallContext } from "../../rpc/serve.ts";
import { type Fetch, fetchAll } from "../inference/files.ts";
import { fillMasks, hideable, measureLoss } from "../inference/fill.ts";
import type { FillResult } from "../inference/protocol.ts";
import { measureWords, wordTokens } from "../inference/text/words.ts";
import { fitHead } from "./head.ts";
import { type Opened, openCustomExpert } from "./opening.ts";
import type {
  CustomExpertCalls,
  CustomExpertLoss,
  Downloaded,
  FitRequest,
  FitResult,
  OpenCustomExpert,
  OpenedCustomExpert,
} from "./protocol.ts";
import { encode, latencyOf } from "./reading.ts";
import type { Loader } from "./transformers.ts";

type Requests = { [T in keyof CustomExpertCalls]: CustomExpertCalls[T]["request"] };

interface Open extends Opened {
  key: string;
  /** SHA-256 of the tokenizer of the library that it was opened for. */
  library: string;
  /** What opening it took; 0 once another request finds it open. */
  loadMilliseconds: number;
}

/**
 * The work of the worker of added experts, free of messages and of the browser. One expert is open at a time; calls
 * take turns, and each opens the expert that it names.
 */
export class CustomExpertService {
  readonly #loader: Loader;
  readonly #fetch: Fetch;
  readonly #turn = createQueue();
  #open: Open | null = null;
  /** Models that are loaded and not released. */
  #models = 0;
  /** What was downloaded last, by SHA-256, until an expert is opened with it: a browser may not be able to keep it. */
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

  /** Fetches files of a hub, and keeps them where the browser lets it. */
  async download({ files }: Requests["download"], { signal, progress }: CallContext): Promise<Downloaded> {
    this.#fresh = new Map();
    const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
    const fresh = new Map<string, ArrayBuffer>();
    const had: Record<string, FileReference> = {};
    let keptAll = true;
    let before = 0;
    for (const [path, file] of Object.entries(files)) {
      const onProgress = (loaded: number) => progress({ loaded: before + loaded, total });
      const { sha256, buffer, kept } = await fetchHubFile(path, file, { signal, onProgress });
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
    return this.#turn(async () => wordTokens(text, (await this.#opened(expert, context)).vocabulary).usable);
  }

  measure({ expert, text, counts }: Requests["measure"], context: CallContext): Promise<CustomExpertLoss> {
    return this.#turn(async () => {
      const open = await this.#opened(expert, context);
      const { model, vocabulary, result, atOnce } = open;
      const loss = await measureWords(model, text, vocabulary, counts);
      if (!result.sharedTokenizer) return { ...loss, perToken: null };
      // Nats per token, as the library's experts are measured; its tokenizer has one token in front of the text.
      const prompt = encode(text, vocabulary, true);
      const measured = await measureLoss(model, prompt, vocabulary.mask, atOnce(prompt.ids.length));
      return { ...loss, perToken: measured?.loss ?? null };
    });
  }

  /**
   * Fills the masks of a text. Places of tokens to hide, and losses per token, are those of the library's tokenizer: with another one
   * only the text's own [MASK]s are filled, and nothing is measured.
   */
  fill({ expert, text, masks: placed, topK }: Requests["fill"], context: CallContext): Promise<FillResult> {
    return this.#turn(async () => {
      const { model, vocabulary, text: word, atOnce, result, loadMilliseconds } = await this.#opened(expert, context);
      const { sharedTokenizer: shared, device } = result;
      const prompt = encode(text, vocabulary, shared);
      const hidden = shared ? hideable(prompt, placed) : [];
      const masked = prompt.maskPositions.length + hidden.length > 0;
      const start = performance.now();
      const shown = { mask: vocabulary.mask, text: word };
      const fills = masked ? await fillMasks(model, prompt, shown, topK, hidden) : null;
      const rows = atOnce(prompt.ids.length);
      const measured = shared ? (fills?.measured ?? (await measureLoss(model, prompt, vocabulary.mask, rows))) : null;
      const milliseconds = performance.now() - start;
      const latency = await latencyOf(model, vocabulary);
      const { tokens, truncated } = prompt;
      const facts = { tokens, truncated, milliseconds, latency, backend: device, loadMilliseconds };
      return { masks: fills?.masks ?? [], measured, ...facts };
    });
  }

  async fit(request: FitRequest, { signal }: CallContext): Promise<FitResult> {
    const { benchmark } = request;
    const states =
      benchmark &&
      (await readEmbeddings(await this.#fetch(benchmark.file.url, benchmark.file, { signal }), benchmark.size));
    return fitHead(request, states);
  }

  /** Its files are not kept beside the model, but for those of a download that waits to be opened. */
  holdings(): Omit<Holdings, "calls"> {
    const bytes = [...this.#fresh.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    return { models: this.#models, bytes };
  }

  close(key: string): Promise<void> {
    return this.#turn(async () => {
      this.#fresh = new Map();
      if (this.#open?.key === key) await this.#release();
    });
  }

  /** The expert that a request names, opened now unless it is open already. Only inside a turn. */
  async #opened(request: OpenCustomExpert, context: CallContext): Promise<Open> {
    context.signal.throwIfAborted();
    const { key } = request;
    const library = request.tokenizer.sha256;
    // Whether the tokenizer is the library's depends on the library as well.
    if (this.#open?.key === key && this.#open.library === library) return this.#open;
    const start = performance.now();
    const paths = Object.keys(request.files);
    const wanted = [...paths.map((path) => request.files[path]!), request.tokenizer];
    const known = this.#fresh;
    const contents = await fetchAll(this.#fetch, wanted, known, context);
    this.#fresh = new Map();
    const files = new Map(paths.map((path, k) => [path, contents[k]!]));
    await this.#release();
    const opened = await openCustomExpert(this.#loader, request, files, contents.at(-1)!);
    this.#open = { ...opened, key, library, loadMilliseconds: 0 };
    return { ...this.#open, loadMilliseconds: performance.now() - start };
  }

  async #release(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    // A model on a lost GPU device cannot be released, and need not be.
    await open?.model.release().catch(() => undefined);
  }
}
