/** Trains routers on the table that is shown, in the background, and remembers what came of it. */
import { createStore } from "zustand/vanilla";
import { errorMessage } from "../../core/errorMessage.ts";
import { withCommas } from "../../core/withCommas.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { Library } from "../../library/load.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import { LabClient } from "../../workers/lab/client.ts";
import { createLabWorker } from "../../workers/lab/createWorker.ts";
import type { LabOutcome, LabTableRequest, TrainRequest } from "../../workers/lab/protocol.ts";
import { givenFiles } from "../libraries/tableImports.ts";
import { tableToWrite } from "../libraries/tableToWrite.ts";
import type { Given } from "../openGiven.ts";
import type { OpenEmbedder } from "./embedder.ts";
import { EncoderPick } from "./encoderPick.ts";

export interface LabState {
  status: "idle" | "training" | "cancelled" | "done" | "failed";
  /** What the reader waits for. */
  step: string;
  /** Share of the work done, and the seconds that the rest takes at the speed so far; null while unknown. */
  share: number;
  secondsLeft: number | null;
  /** The last result, and what was asked for it. It stays while another is trained. */
  outcome: LabOutcome | null;
  asked: TrainRequest | null;
  problem: string | null;
  /** Name of the test table; null for none. */
  test: string | null;
  /** Name of the file of vectors; null for none. */
  vectors: string | null;
}

const NOTHING_TRAINED: LabState = {
  status: "idle",
  step: "",
  share: 0,
  secondsLeft: null,
  outcome: null,
  asked: null,
  problem: null,
  test: null,
  vectors: null,
};

type Show = (change: Partial<LabState>) => void;

/** Prompts between two reports of progress. */
const BATCH = 64;

/** A text costs some time however short it is: about that of so many characters. */
const EACH_CHARACTERS = 40;

/** An estimate of the time left needs a few steps. */
const ESTIMATE_FROM_MS = 2_000;

/** How the file of texts arrives: tests have their own way. */
export type FetchTexts = (library: Library, path: string, signal: AbortSignal) => Promise<ArrayBuffer>;

const fetched: FetchTexts = (library, path, signal) => {
  const file = library.file(path);
  return fetchVerified(file.url, file, { signal });
};

export class LabWork {
  readonly store = createStore<LabState>(() => NOTHING_TRAINED);
  /** The table that the worker has. */
  #library: Library | null = null;
  #running: AbortController | null = null;
  #test: Given | null = null;
  #testSent = false;
  #vectors: File | null = null;
  #vectorsSent = false;
  /** What made the vectors of the last training, by feature. */
  #encoders: Record<string, unknown> = {};

  constructor(
    private readonly client = new LabClient(createLabWorker),
    private readonly fetchTexts: FetchTexts = fetched,
    /** By feature: what computes its vectors. */
    readonly embedders: Readonly<Record<string, OpenEmbedder>> = {},
    readonly encoder = new EncoderPick(),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Chooses the table that routers are judged on besides; null for none. It is read when routers are trained. */
  judgeOn(test: Given | null): void {
    this.#test = test;
    this.#testSent = false;
    this.store.setState({ test: test?.name ?? null });
  }

  /** Takes a file of vectors, one for each row of the table; null for none. It is read when routers are trained. */
  takeVectors(file: File | null): void {
    this.#vectors = file;
    this.#vectorsSent = false;
    this.store.setState({ vectors: file?.name ?? null });
  }

  /** Trains and judges. Asked for again after a cancel, it goes on where it was. Its outcome, and any failure, is in the store. */
  async train(library: Library, request: TrainRequest): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const show = (change: Partial<LabState>) => {
      if (this.#running === running) this.store.setState(change);
    };
    show({ status: "training", step: "Reading the table", share: 0, secondsLeft: null, problem: null });
    try {
      await this.#open(library, signal);
      this.#encoders = {};
      await this.#sendTest(signal, show);
      await this.#sendVectors(signal);
      for (const id of request.features) {
        const open = this.embedders[id];
        if (open) await this.#embed(id, request.clean, open, signal, show);
      }
      show({ step: "Training", share: 0, secondsLeft: null });
      const left = timeLeft(this.now);
      const outcome = await this.client.train(request, {
        signal,
        onProgress: ({ loaded, total }) => {
          if (!signal.aborted) show({ share: loaded / total, secondsLeft: left(loaded / total) });
        },
      });
      show({ status: "done", outcome, asked: request, share: 1 });
    } catch (error) {
      if (!signal.aborted) show({ status: "failed", problem: errorMessage(error) });
    }
  }

  /** Stops; what is done so far is kept for the next time. */
  cancel(): void {
    this.#running?.abort();
    this.#running = null;
    if (this.store.getState().status === "training") this.store.setState({ status: "cancelled" });
  }

  /**
   * A router of the last result, fitted on all prompts of the table, as plain data.
   * @param id its name in “Routers compared”
   * Rejects with an error whose message says what is wrong.
   */
  router(id: string): Promise<TrainedRouter> {
    return this.client.router({ id, encoders: this.#encoders });
  }

  /** Forgets the table and all that was trained on it. */
  close(): void {
    this.cancel();
    this.#library = null;
    this.#test = null;
    this.#vectors = null;
    this.store.setState(NOTHING_TRAINED);
    void this.client.close();
  }

  async #sendVectors(signal: AbortSignal): Promise<void> {
    if (this.#vectorsSent) return;
    const file = this.#vectors;
    await this.client.vectors(file && { name: file.name, text: await file.text() }, { signal });
    this.#vectorsSent = file === this.#vectors;
  }

  async #sendTest(signal: AbortSignal, show: Show): Promise<void> {
    if (this.#testSent) return;
    const test = this.#test;
    if (test) show({ step: "Reading the test table" });
    await this.client.test(test && { name: test.name, files: await givenFiles(await test.open()) }, { signal });
    this.#testSent = test === this.#test;
  }

  /** Computes the vectors that the worker has not got. Each batch is kept as it comes, so that a cancelled one loses nothing else. */
  async #embed(id: string, clean: boolean, open: OpenEmbedder, signal: AbortSignal, show: Show): Promise<void> {
    show({ step: "Looking for prompts already read", share: 0, secondsLeft: null });
    const embedder = await open(signal, (loaded, total) =>
      show({ step: "Downloading the model", share: total > 0 ? loaded / total : 0 }),
    );
    this.#encoders[id] = embedder.origin;
    try {
      const feature = { id, model: embedder.model };
      let total = 0;
      let whole = 0;
      const left = timeLeft(this.now);
      for (;;) {
        const missing = await this.client.missing({ feature, clean, most: BATCH }, { signal });
        if (missing.texts.length === 0) return;
        const work = missing.characters + EACH_CHARACTERS * missing.left;
        total ||= missing.left;
        whole ||= work;
        const share = 1 - work / whole;
        show({ step: `${embedder.label} of ${withCommas(total)} texts`, share, secondsLeft: left(share) });
        const { columns, data } = await embedder.embed(missing.texts, signal);
        await this.client.keep({ model: embedder.model, texts: missing.texts, columns, data });
      }
    } finally {
      embedder.close();
    }
  }

  async #open(library: Library, signal: AbortSignal): Promise<void> {
    if (this.#library === library) return;
    this.#library = null;
    this.#testSent = false;
    this.#vectorsSent = false;
    await this.client.open(await requestOf(library, this.fetchTexts, signal), { signal });
    this.#library = library;
  }
}

async function requestOf(library: Library, fetchTexts: FetchTexts, signal: AbortSignal): Promise<LabTableRequest> {
  const { rows, table } = tableToWrite(library, true);
  const { texts: path, prompts } = library.manifest.benchmark;
  return {
    name: library.manifest.name,
    sha256: library.file(prompts).sha256,
    table,
    texts: path === undefined ? null : { content: await fetchTexts(library, path, signal), path, rows },
  };
}

/** Seconds that the rest of some work takes, from the share that is done; null while there is too little to tell by. */
export function timeLeft(now: () => number): (share: number) => number | null {
  let from: { share: number; at: number } | null = null;
  return (share) => {
    from ??= { share, at: now() };
    const passed = now() - from.at;
    const done = share - from.share;
    return passed < ESTIMATE_FROM_MS || done <= 0 ? null : (passed / 1000) * ((1 - share) / done);
  };
}
