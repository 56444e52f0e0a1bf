/** Starts the inference worker; the address must be written out here for the bundler to find it. */
export function createInferenceWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "inference" });
}
