import { InferenceError } from "../../../rpc/errors.ts";
import { maxDifference } from "../predict.ts";
import type { Batch } from "../types.ts";
import { TOLERANCE } from "./choice.ts";
import { type Engine, type Model, output } from "./engine.ts";

interface Loaded {
  engine: Engine;
  model: Model;
}

/**
 * The expert models kept in memory: the most recently used ones, at most `capacity`. Calls must not overlap (the service queues
 * fills), so that no model is released while it runs.
 */
export class ExpertCache {
  readonly #capacity: number;
  /** Least recently used first. */
  readonly #loaded = new Map<string, Loaded>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(id: string): boolean {
    return this.#loaded.has(id);
  }

  /** The expert if it is loaded on this engine; it becomes the most recently used. */
  get(id: string, engine: Engine): Model | null {
    const loaded = this.#loaded.get(id);
    if (loaded?.engine !== engine) return null;
    this.#loaded.delete(id);
    this.#loaded.set(id, loaded);
    return loaded.model;
  }

  /** Keeps a model that the caller has loaded, and releases what no longer fits. The cache owns it from here on. */
  async put(id: string, engine: Engine, model: Model): Promise<void> {
    await this.release(id);
    this.#loaded.set(id, { engine, model });
    for (const oldest of this.#loaded.keys()) {
      if (this.#loaded.size <= this.#capacity) break;
      await this.release(oldest);
    }
  }

  async release(id: string): Promise<void> {
    const loaded = this.#loaded.get(id);
    if (!loaded) return;
    this.#loaded.delete(id);
    // A model on a lost GPU device cannot be released, and need not be.
    await loaded.engine.turn(() => loaded.model.release()).catch(() => undefined);
  }

  async clear(): Promise<void> {
    for (const id of [...this.#loaded.keys()]) await this.release(id);
  }
}

/**
 * Loads an expert on the engine. On WebGPU its logits for a fixed input are first compared with WASM's: its shapes differ from the
 * router's, so the router's check does not cover it. Throws ModelError when they differ.
 */
export async function loadExpert(file: ArrayBuffer, engine: Engine, wasm: Engine, probe: Batch): Promise<Model> {
  const model = await engine.turn(() => engine.load(file));
  if (engine === wasm) return model;
  try {
    const difference = maxDifference(await logits(model, engine, probe), await reference(file, wasm, probe));
    if (difference <= TOLERANCE) return model;
    throw new InferenceError(
      "ModelError",
      `It gave different numbers for an expert (max difference ${difference.toPrecision(1)}).`,
    );
  } catch (error) {
    // A model on a lost GPU device cannot be released, and need not be; report the original failure.
    await engine.turn(() => model.release()).catch(() => undefined);
    throw error;
  }
}

/** Logits on WASM, from a copy of the model that is always freed again. */
async function reference(file: ArrayBuffer, wasm: Engine, probe: Batch): Promise<Float32Array> {
  const model = await wasm.turn(() => wasm.load(file));
  try {
    return await logits(model, wasm, probe);
  } finally {
    await wasm.turn(() => model.release());
  }
}

async function logits(model: Model, engine: Engine, batch: Batch): Promise<Float32Array> {
  return output(await engine.turn(() => model.run(batch)), "logits");
}
