import type { Plugin } from "vite";

/**
 * What a worker's lazy chunks share with the script that it is started with goes into a chunk of its own; the build fails when a chunk
 * imports that script after all. WebKit would run it a second time: a second service would answer the worker's calls, without
 * anything that the first one holds.
 */
export function workerEntries(): Plugin {
  return {
    name: "worker-entries",
    options: (options) => ({ ...options, preserveEntrySignatures: "strict" }),
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const entries = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
      for (const { fileName, imports, dynamicImports } of chunks) {
        const entry = [...imports, ...dynamicImports].find((name) => entries.has(name));
        if (entry) this.error(`${fileName} imports ${entry}, with which a worker is started.`);
      }
    },
  };
}
