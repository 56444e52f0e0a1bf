/** Decodes in place, for tests and scripts, which have no page to keep responsive. */
import { parseJson, parseManifest } from "../manifest/manifest.ts";
import { parseSpecialisation } from "../specialisation/specialisation.ts";
import type { BenchmarkReader } from "./benchmarkReader.ts";
import { readBaselineRouters, readBenchmark, readEmbeddings } from "./parquet.ts";

export const readHere = (): BenchmarkReader => ({
  manifest: async (content) => parseManifest(parseJson(content)),
  prompts: (content, expertIds, file) => readBenchmark(content, expertIds, file),
  countStates: async (content, size, file) => (await readEmbeddings(content, size, file)).rows,
  references: (content, methods, expertIds, ids, file) => readBaselineRouters(content, methods, expertIds, ids, file),
  specialisation: async (content, file) => parseSpecialisation(parseJson(content), file),
  end: () => {},
});
