import type { Library } from "../../library/load.ts";
import type { WorkerLike } from "../../rpc/caller.ts";
import { type Handlers, serve } from "../../rpc/serve.ts";
import type { BackendReport, FillResult, InferenceCalls, InferenceEvent } from "../../workers/inference/protocol.ts";

/** The benchmark row that a typed text stands for. */
export function rowFor(text: string, rows: number): number {
  let hash = 7;
  for (const letter of text) hash = (31 * hash + letter.codePointAt(0)!) % 1_000_003;
  return hash % rows;
}

/** Words with the preceding space: the fake models' tokens. */
export const tokensOf = (text: string): string[] => text.match(/\s*\S+/g) ?? [];

/** Nats per token that the fake expert "measures": the true loss of the benchmark prompt that the text stands for. */
export function trueLoss(library: Library, expertId: string, text: string): number {
  const { losses, rows } = library.benchmark;
  return losses.data[rowFor(text, rows) * losses.columns + library.expertIds.indexOf(expertId)]!;
}

const BACKEND: BackendReport = {
  router: "wasm",
  experts: "wasm",
  threads: 1,
  webgpu: {
    available: false,
    agrees: null,
    maxDifference: null,
    milliseconds: null,
    batchMilliseconds: null,
    reason: "",
  },
  summary: "WASM: played by a test",
};

/**
 * A worker that answers like the inference worker, without models. A prompt stands for a benchmark prompt (`rowFor`): it gets that
 * prompt's predicted losses and state, and running an expert on it returns that expert's true loss there.
 * @param states the router's states of the benchmark, one row per prompt
 */
export function fakeInference(
  library: () => Promise<Library>,
  states: () => Promise<{ columns: number; data: Float32Array }>,
  change: Partial<Handlers<InferenceCalls>> = {},
): () => WorkerLike {
  const handlers: Handlers<InferenceCalls> = {
    open: async () => ({ result: BACKEND }),
    route: async ({ text }) => {
      if (text.trim() === "") return { result: { status: "empty" } };
      const { benchmark, manifest, expertIds } = await library();
      const { columns, data } = await states();
      const row = rowFor(text, benchmark.rows);
      const { predicted } = benchmark;
      const texts = tokensOf(text);
      return {
        result: {
          status: "routed",
          losses: Float32Array.from(
            manifest.router!.experts,
            (id) => predicted.data[row * predicted.columns + expertIds.indexOf(id)]!,
          ),
          state: data.slice(row * columns, (row + 1) * columns),
          tokens: texts.length,
          truncated: false,
          texts,
          maskPositions: texts.flatMap((token, place) => (token.trim().startsWith("[MASK]") ? [place + 1] : [])),
          milliseconds: 1,
        },
      };
    },
    continue: async ({ text }) => ({
      result: { ids: [1, 2], text: ` after ${tokensOf(text).length} tokens`, ended: "length", milliseconds: 1 },
    }),
    fill: async ({ expert: { key: expertId }, text, masks, topK }) => {
      const texts = tokensOf(text);
      const own = texts.flatMap((token, place) => (token.trim().startsWith("[MASK]") ? [place] : []));
      const hidden = [...new Set([...own, ...masks])].sort((a, b) => a - b);
      const prediction = (word: string, k: number) => ({ token: k, text: word, probability: 0.5 ** (k + 1) });
      const result: FillResult = {
        masks: hidden.map((place) => ({
          position: place + 1,
          truth: own.includes(place) ? null : prediction(texts[place]!, 1),
          predictions: Array.from({ length: topK }, (_, k) => prediction(k === 1 ? texts[place]! : ` guess${k}`, k)),
        })),
        measured: {
          loss: trueLoss(await library(), expertId, text),
          masked: masks.length || texts.length,
          over: masks.length ? "masks" : "text",
        },
        tokens: texts.length,
        truncated: false,
        milliseconds: 2,
        latency: 1.5,
        backend: "wasm",
        loadMilliseconds: 0,
      };
      return { result };
    },
    embed: async () => ({ result: null }),
    // Two numbers of the text.
    states: async ({ texts }) => ({
      result: { columns: 2, data: Float32Array.from(texts.flatMap((text) => [text.length, text.charCodeAt(0) || 0])) },
    }),
    measure: async () => {
      throw new Error("The played models measure no words.");
    },
    readPrompts: async ({ file, name }) => {
      const { readPrompts } = await import("../../library/prompts/readPrompts.ts");
      return { result: await readPrompts(file, name) };
    },
    routeTexts: async ({ texts }, { signal, progress }) => {
      const answers = [];
      for (const [k, text] of texts.entries()) {
        signal.throwIfAborted();
        progress({ loaded: k, total: texts.length });
        answers.push((await handlers.route({ text }, { signal, progress })).result);
      }
      const routed = answers.map((answer) => (answer.status === "routed" ? answer : null));
      const losses = Float32Array.from(routed.flatMap((answer) => [...(answer?.losses ?? [])]));
      const states = Float32Array.from(routed.flatMap((answer) => [...(answer?.state ?? [])]));
      return { result: { losses, states, tokens: Uint16Array.from(routed, (answer) => answer?.tokens ?? 0) } };
    },
    release: async () => ({ result: null }),
    dispose: async () => ({ result: null }),
    ...change,
  };
  return () => {
    const { port1, port2 } = new MessageChannel();
    serve<InferenceCalls, InferenceEvent>(port2 as never, handlers, () => ({ models: 0, bytes: 0 }));
    port2.start();
    port1.start();
    return Object.assign(port1, { terminate: () => port1.close() }) as unknown as WorkerLike;
  };
}
