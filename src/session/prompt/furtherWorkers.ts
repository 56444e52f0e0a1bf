import type { Store } from "../../state/store.ts";
import { InferenceClient } from "../../workers/inference/client.ts";
import { createInferenceWorker } from "../../workers/inference/createWorker.ts";
import { routerFiles } from "../models.ts";
import type { FurtherWorkers } from "./sharedRouting.ts";

/** Each holds a runtime and a router of its own in memory. */
const MOST = 3;

/**
 * The workers that the machine has cores for, besides the one that answers typed prompts. None where that one uses the whole machine,
 * by WebGPU or threads, and none for a router that was trained on a table, which the inference worker does not run.
 */
export function furtherWorkers(store: Store, cores = navigator.hardwareConcurrency): FurtherWorkers | null {
  const { baseLibrary, router, backend } = store.getState();
  const files = baseLibrary && router === null ? routerFiles(baseLibrary) : null;
  if (!files || backend?.experts !== "wasm" || backend.threads > 1 || cores < 2) return null;
  return {
    count: Math.min(MOST, cores - 1),
    open: async (signal) => {
      const client = new InferenceClient(createInferenceWorker);
      try {
        await client.open({ ...files, forced: "wasm" }, { signal });
        return client;
      } catch (error) {
        await client.dispose();
        throw error;
      }
    },
  };
}
