import type { Holdings } from "../inference/channel.ts";
import type { Model } from "../inference/engine.ts";
import { InferenceError } from "../inference/errors.ts";
import { type Fetch, fetchAll } from "../inference/files.ts";
import { fillMasks, hideable, measureLoss } from "../inference/fill.ts";
import { repeated } from "../inference/masking.ts";
import { type EncodedPrompt, visible } from "../inference/prompt.ts";
import type { FillResult } from "../inference/protocol.ts";
import { createQueue } from "../inference/queue.ts";
import type { CallContext } from "../inference/serve.ts";
import { measureWords, type Vocabulary, wordTokens } from "../inference/words.ts";
import { fetchHubFile, type HubFile } from "../library/hub.ts";
import type { FileReference } from "../library/load.ts";
import { readEmbeddings } from "../library/parquet.ts";
import { fitHead } from "./head.ts";
import { countParameters } from "./onnxParameters.ts";
import type { FitRequest, FitResult, NewcomerCalls, NewcomerLoss, OpenedNewcomer, OpenNewcomer } from "./protocol.ts";
import type { Load } from "./transformers.ts";
import { type RawTokenizer, sameTokenizer, vocabularyOf } from "./vocabulary.ts";

/** As the inference worker times the library's experts. */
const LATENCY_TOKENS = 126;
const LATENCY_RUNS = 3;

type Requests = { [T in keyof NewcomerCalls]: NewcomerCalls[T]["request"] };

interface Open {
  key: string;
  /** SHA-256 of the tokenizer of the library that it was opened for. */
  library: string;
  model: Model;
  tokenizer: RawTokenizer;
  vocabulary: Vocabulary;
  device: OpenNewcomer["device"];
  result: OpenedNewcomer;
}

/**
 * The work of the worker of added experts, free of messages and of the browser. One expert is open at a time; calls
 * take turns, and each opens the expert that it names.
 */
export class NewcomerService {
  readonly #load: Load;
  readonly #fetch: Fetch;
  readonly #turn = createQueue();
  #open: Open | null = null;
  /** Models that are loaded and not released. */
  #models = 0;

  constructor(load: Load, fetch: Fetch) {
    this.#load = load;
    this.#fetch = fetch;
  }

  async download(
    files: Readonly<Record<string, HubFile>>,
    { signal, progress }: CallContext,
  ): Promise<Record<string, FileReference>> {
    const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
    const kept: Record<string, FileReference> = {};
    let before = 0;
    for (const [path, file] of Object.entries(files)) {
      const onProgress = (loaded: number) => progress({ loaded: before + loaded, total });
      const { sha256 } = await fetchHubFile(path, file, { signal, onProgress });
      kept[path] = { url: file.url, bytes: file.bytes, sha256 };
      before += file.bytes;
    }
    return kept;
  }

  open(request: OpenNewcomer, context: CallContext): Promise<OpenedNewcomer> {
    return this.#turn(async () => (await this.#opened(request, context)).result);
  }

  words({ expert, text }: Requests["words"], context: CallContext): Promise<Uint8Array> {
    return this.#turn(async () => wordTokens(text, (await this.#opened(expert, context)).vocabulary).usable);
  }

  measure({ expert, text, counts }: Requests["measure"], context: CallContext): Promise<NewcomerLoss> {
    return this.#turn(async () => {
      const { model, vocabulary, result } = await this.#opened(expert, context);
      const loss = await measureWords(model, text, vocabulary, counts);
      return { ...loss, perToken: result.sharedTokenizer ? await lossPerToken(model, text, vocabulary) : null };
    });
  }

  /**
   * Fills the masks of a text. Places of tokens to hide, and losses a token, are those of the library's tokenizer: with another one
   * only the text's own [MASK]s are filled, and nothing is measured.
   */
  fill({ expert, text, masks: placed, topK }: Requests["fill"], context: CallContext): Promise<FillResult> {
    return this.#turn(async () => {
      const { model, vocabulary, tokenizer, device, result } = await this.#opened(expert, context);
      const { sharedTokenizer: shared, loadMilliseconds } = result;
      const prompt = encode(text, vocabulary);
      const word = (id: number) =>
        visible(tokenizer.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false }));
      const hidden = shared ? hideable(prompt, placed) : [];
      const masked = prompt.maskPositions.length + hidden.length > 0;
      const start = performance.now();
      const shown = { mask: vocabulary.mask, text: word };
      const fills = masked ? await fillMasks(model, prompt, shown, topK, hidden) : null;
      const measured = shared ? (fills?.measured ?? (await measureLoss(model, prompt, vocabulary.mask))) : null;
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

  /** Its files are not kept beside the model. */
  holdings(): Omit<Holdings, "calls"> {
    return { models: this.#models, bytes: 0 };
  }

  close(key: string): Promise<void> {
    return this.#turn(async () => {
      if (this.#open?.key === key) await this.#release();
    });
  }

  /** The expert that a request names, opened now unless it is open already. Only inside a turn. */
  async #opened(request: OpenNewcomer, context: CallContext): Promise<Open> {
    context.signal.throwIfAborted();
    // Whether the tokenizer is the library's depends on the library as well.
    if (this.#open?.key === request.key && this.#open.library === request.tokenizer.sha256) return this.#open;
    const start = performance.now();
    const paths = Object.keys(request.files);
    const wanted = [...paths.map((path) => request.files[path]!), request.tokenizer];
    const contents = await fetchAll(this.#fetch, wanted, new Map(), context);
    const files = new Map(paths.map((path, k) => [path, contents[k]!]));
    if (!files.has("tokenizer_config.json")) files.set("tokenizer_config.json", settingsOf(request));
    await this.#release();
    const { tokenizer, model: loaded } = await this.#load(files, request.model, request.data, request.device);
    const model = this.#counted(loaded);
    try {
      const vocabulary = vocabularyOf(tokenizer, request.facts);
      // A model that cannot be run is found out now, not in the middle of a calibration.
      const { nats } = await measureWords(model, "one two three", vocabulary, Uint8Array.of(1, 1, 1));
      if (!Number.isFinite(nats)) throw new InferenceError("ModelError", "The model's predictions are not numbers.");
      const text = (content: ArrayBuffer) => new TextDecoder().decode(content);
      const result: OpenedNewcomer = {
        sharedTokenizer: sameTokenizer(text(files.get("tokenizer.json")!), text(contents.at(-1)!)),
        parameters: countParameters(new Uint8Array(files.get(request.model)!)),
        loadMilliseconds: performance.now() - start,
      };
      const { key, device } = request;
      const library = request.tokenizer.sha256;
      this.#open = { key, library, model, tokenizer, vocabulary, device, result: { ...result, loadMilliseconds: 0 } };
      return { ...this.#open, result };
    } catch (error) {
      await model.release().catch(() => undefined);
      throw error;
    }
  }

  #counted(model: Model): Model {
    this.#models++;
    const release = async () => {
      await model.release();
      this.#models--;
    };
    return { run: (batch) => model.run(batch), release };
  }

  async #release(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    // A model on a lost GPU device cannot be released, and need not be.
    await open?.model.release().catch(() => undefined);
  }
}

/** Nats a token, as the library's experts are measured; its tokenizer has one token in front of the text. */
async function lossPerToken(model: Model, text: string, vocabulary: Vocabulary): Promise<number | null> {
  return (await measureLoss(model, encode(text, vocabulary), vocabulary.mask))?.loss ?? null;
}

/** Milliseconds of one prompt of the length that the library's experts are timed with, or the longest that the model reads. */
async function latencyOf(model: Model, { frame, room, mask }: Vocabulary): Promise<number> {
  const length = Math.min(room, LATENCY_TOKENS);
  const batch = repeated([...frame[0], ...new Array<number>(length).fill(mask), ...frame[1]], 1);
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < LATENCY_RUNS; run++) {
    const start = performance.now();
    await model.run(batch);
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

/** The whole text as the model reads it, cut at its limit. */
function encode(text: string, { tokenize, frame, room, mask }: Vocabulary): EncodedPrompt {
  const all = tokenize(text);
  const tokens = Math.min(all.length, room);
  if (tokens === 0) throw new InferenceError("EmptyPromptError", "There is no text to fill: type a prompt first.");
  const ids = [...frame[0], ...all.slice(0, tokens), ...frame[1]];
  const maskPositions = ids.flatMap((id, position) => (id === mask ? [position] : []));
  return { ids, tokens, truncated: all.length > tokens, maskPositions };
}

/** What `tokenizer_config.json` would say, for a folder without one. */
function settingsOf({ facts }: OpenNewcomer): ArrayBuffer {
  const settings = {
    tokenizer_class: "PreTrainedTokenizerFast",
    mask_token: facts.mask,
    unk_token: facts.unknown,
    cls_token: facts.before,
    sep_token: facts.after,
  };
  return new TextEncoder().encode(JSON.stringify(settings)).buffer as ArrayBuffer;
}
