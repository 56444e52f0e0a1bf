import { readBaselineRouters, readBenchmark, readEmbeddings } from "../../library/benchmark/parquet.ts";
import { parseJson, parseManifest } from "../../library/manifest/manifest.ts";
import { parseSpecialisation } from "../../library/specialisation/specialisation.ts";
import type { CallContext, Handlers } from "../../rpc/serve.ts";
import { packBenchmark } from "./packedBenchmark.ts";
import type { BenchmarkCalls } from "./protocol.ts";

/** The benchmark worker's work, independent of messages and of the browser. */
export const benchmarkService: Handlers<BenchmarkCalls> = {
  manifest: async ({ content }) => ({ result: parseManifest(parseJson(content)) }),
  prompts: async ({ content, file, expertIds }, context) => {
    const result = packBenchmark(await readBenchmark(content, expertIds, file, telling(content, context)));
    return { result, transfer: buffersOf(result) };
  },
  countStates: async ({ content, file, size }, context) => {
    return { result: (await readEmbeddings(content, size, file, telling(content, context))).rows };
  },
  references: async ({ content, file, methods, expertIds, ids }, context) => {
    const result = await readBaselineRouters(content, methods, expertIds, ids, file, telling(content, context));
    return { result, transfer: buffersOf(result) };
  },
  specialisation: async ({ content, file }) => ({ result: parseSpecialisation(parseJson(content), file) }),
};

function telling({ byteLength: total }: ArrayBuffer, { progress }: CallContext): (share: number) => void {
  return (share) => progress({ loaded: Math.round(share * total), total });
}

/** The buffers of all typed arrays in a result, including those in matrices, maps of these, and packed texts. */
function buffersOf(result: object): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const gather = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) buffers.add(part.buffer as ArrayBuffer);
    else if (part instanceof Map) for (const one of part.values()) gather(one);
    else if (part !== null && typeof part === "object" && !Array.isArray(part)) {
      for (const one of Object.values(part)) gather(one);
    }
  };
  gather(result);
  return [...buffers];
}
