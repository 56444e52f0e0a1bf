import { maxDifference } from "../predict.ts";
import type { Backend, BackendReport, Timing } from "../protocol.ts";
import type { Batch } from "../types.ts";
import { afterFailure, decide, type Findings, firstReport, TOLERANCE } from "./choice.ts";
import type { Engine, Model } from "./engine.ts";
import { output } from "./engine.ts";

/** The browser's engines; see runtime.ts. */
export interface Runtimes {
  wasm(): Engine;
  /** Null when there is a WebGPU adapter, otherwise why there is none. */
  whyNoWebgpu(): Promise<string | null>;
  webgpu(): Promise<Engine>;
  /** The engines created so far. */
  made(): readonly Engine[];
}

/** An engine with the router loaded on it. */
export interface Seat {
  engine: Engine;
  router: Model;
}

/** Fixed inputs for comparing engines: one short prompt, and seven masked copies of a long one. */
export interface Probe {
  single: Batch;
  batch: Batch;
}

/** Failures that may not occur on another backend. */
const OF_THE_BACKEND = ["ModelError", "MemoryError"];

/** Take the best of several runs: other load on the machine can only make a run slower. */
const RUNS = 3;

/** Milliseconds after a load in which the browser tidies up, and between two runs meanwhile. */
const TIDYING_MS = 3_000;
const PAUSE_MS = 50;

/**
 * The router on one or two backends, and the choice between them. WASM always works and stays loaded, so that work on WebGPU can
 * fall back to it at any time.
 */
export class Backends {
  report: BackendReport;
  readonly #runtimes: Runtimes;
  readonly #wasm: Seat;
  readonly #onReport: (report: BackendReport) => void;
  #gpu: Seat | null = null;
  #closed = false;

  private constructor(runtimes: Runtimes, wasm: Seat, onReport: (report: BackendReport) => void) {
    this.#runtimes = runtimes;
    this.#wasm = wasm;
    this.#onReport = onReport;
    this.report = firstReport(wasm.engine.threads);
  }

  static async open(
    runtimes: Runtimes,
    router: ArrayBuffer,
    onReport: (report: BackendReport) => void,
  ): Promise<Backends> {
    return new Backends(runtimes, await seat(runtimes.wasm(), router), onReport);
  }

  get wasm(): Engine {
    return this.#wasm.engine;
  }

  /**
   * A few runs on WASM, so that the first prompt that someone types does not wait for the runtime to compile and to allocate. A prompt
   * that is there already comes before them. Never rejects: the prompt itself will say what fails.
   */
  async warmUp({ single }: Probe): Promise<void> {
    for (let run = 0; run < RUNS && !this.#closed; run++) await losses(this.#wasm, single).catch(() => undefined);
  }

  /**
   * Browsers drop WASM code that they compiled in haste when they tidy up after a load, and compile it again in the next run, which takes
   * many times as long: let it be one of these, and not the first prompt that someone types. Never rejects.
   */
  async keepWarm({ single }: Probe): Promise<void> {
    for (let waited = 0; waited < TIDYING_MS; waited += PAUSE_MS) {
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      if (this.#closed || this.report.router !== "wasm") return;
      await losses(this.#wasm, single).catch(() => undefined);
    }
  }

  /** Compares WebGPU with WASM, decides, and reports. Never rejects: a failing WebGPU is a result. */
  async compare(router: ArrayBuffer, probe: Probe, forced: Backend | null): Promise<void> {
    const findings = await this.#measure(router, probe, forced);
    if (this.#closed) return this.#leaveGpu();
    this.report = decide(findings, forced, this.#wasm.engine.threads);
    if (this.report.router === "wasm" && this.report.experts === "wasm") await this.#leaveGpu();
    this.#onReport(this.report);
  }

  /**
   * Runs `work` on the backend chosen for it. When WebGPU fails, it is never used again and `work` is rerun on WASM, so `work` must
   * be repeatable.
   */
  async use<T>(who: "router" | "experts", work: (seat: Seat) => Promise<T>): Promise<T> {
    const chosen = this.report[who] === "webgpu" && this.#gpu ? this.#gpu : this.#wasm;
    try {
      return await work(chosen);
    } catch (error) {
      if (chosen === this.#wasm || !(error instanceof Error) || !OF_THE_BACKEND.includes(error.name)) throw error;
      // Several calls may be pending when the device is lost: only the first reports it.
      if (this.#gpu === chosen) {
        this.report = afterFailure(this.report, error.message);
        await this.#leaveGpu();
        this.#onReport(this.report);
      }
      return work(this.#wasm);
    }
  }

  /** Waits for pending work and frees the router. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#leaveGpu();
    await this.#wasm.engine.turn(() => this.#wasm.router.release());
  }

  async #measure(router: ArrayBuffer, probe: Probe, forced: Backend | null): Promise<Findings> {
    if (forced === "wasm") return { kind: "skipped" };
    const reason = await this.#runtimes.whyNoWebgpu();
    if (reason !== null) return { kind: "unavailable", reason };
    try {
      const gpu = await seat(await this.#runtimes.webgpu(), router);
      this.#gpu = gpu;
      const difference = maxDifference(await losses(gpu, probe.single), await losses(this.#wasm, probe.single));
      if (!(difference <= TOLERANCE)) return { kind: "differs", maxDifference: difference };
      const milliseconds = { wasm: await best(this.#wasm, probe.single), webgpu: await best(gpu, probe.single) };
      const batchMilliseconds = forced === null ? await this.#timeBatch(gpu, probe.batch, milliseconds.webgpu) : null;
      return { kind: "measured", maxDifference: difference, milliseconds, batchMilliseconds };
    } catch (error) {
      return { kind: "failed", reason: `WebGPU failed to start. ${(error as Error).message}` };
    }
  }

  /**
   * Null when WASM has already won: it runs the whole batch in less time than WebGPU takes for one short prompt. This spares slow
   * WebGPU, such as a software emulation, a minute of work.
   */
  async #timeBatch(gpu: Seat, batch: Batch, shortest: number): Promise<Timing | null> {
    const wasm = await best(this.#wasm, batch);
    return wasm <= shortest ? null : { wasm, webgpu: await best(gpu, batch) };
  }

  async #leaveGpu(): Promise<void> {
    const gpu = this.#gpu;
    this.#gpu = null;
    // A router on a lost device cannot be released, and need not be.
    await gpu?.engine.turn(() => gpu.router.release()).catch(() => undefined);
  }
}

async function seat(engine: Engine, router: ArrayBuffer): Promise<Seat> {
  return { engine, router: await engine.turn(() => engine.load(router)) };
}

async function losses({ engine, router }: Seat, batch: Batch): Promise<Float32Array> {
  return output(await engine.turn(() => router.run(batch)), "losses");
}

/** Milliseconds of the fastest of several runs after a warm-up, in which WebGPU compiles its shaders. */
async function best({ engine, router }: Seat, batch: Batch): Promise<number> {
  let fastest = Infinity;
  for (let run = 0; run <= RUNS; run++) {
    await engine.turn(async () => {
      const start = performance.now();
      await router.run(batch);
      if (run > 0) fastest = Math.min(fastest, performance.now() - start);
    });
  }
  return fastest;
}
