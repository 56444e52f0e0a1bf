/** Starts the statistics worker; the address must be written out here for the bundler to find it. */
export function createStatisticsWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "statistics" });
}
