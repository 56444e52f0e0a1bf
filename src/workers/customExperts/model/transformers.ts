/**
 * Runs any masked or causal language model with transformers.js, which is loaded when the first model is opened. It gets the model's files
 * from memory and sends no requests to servers.
 */

import type * as Ort from "onnxruntime-web";
import webgpuGlue from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import webgpuBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import wasmGlue from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmBinary from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { InferenceError } from "../../../rpc/errors.ts";
import type { Device } from "../protocol.ts";
import type { RawTokenizer } from "../vocabulary.ts";
import { withByteFallback } from "./byteFallback.ts";
import type { Feed, Graph } from "./graph.ts";
import { explained } from "./reasons.ts";

/** A model's files by path, and which of them are the graph and its external weights. */
export interface Weights {
  files: ReadonlyMap<string, ArrayBuffer>;
  model: string;
  data: readonly string[];
}

/** Loads tokenizers and graphs. Throws an InferenceError that says what to do. */
export interface Loader {
  /** @param device where its model will run */
  tokenizer(files: ReadonlyMap<string, ArrayBuffer>, device: Device): Promise<RawTokenizer>;
  graph(weights: Weights, device: Device): Promise<Graph>;
}

/** Unique model names, numbered: transformers.js remembers by name which files each model has. */
const NAME = "newcomer";
let loads = 0;
/** It sends no requests: every one is answered from memory. */
const NOWHERE = "https://newcomer.invalid/";
/** The file name that transformers.js expects for fp32: whichever format the user chose is provided under it. */
const WEIGHTS = "onnx/model.onnx";
const MOST_THREADS = 4;

export const transformersLoader: Loader = {
  tokenizer: async (files, device) => {
    const { AutoTokenizer, env } = await transformers(device);
    return answering(env, files, (name) => AutoTokenizer.from_pretrained(name)).then(
      (tokenizer) => withByteFallback(tokenizer) as unknown as RawTokenizer,
      (error: unknown) => {
        throw new InferenceError(
          "TokenizerError",
          "Its tokenizer cannot be read. Save it in the “fast” format, with AutoTokenizer.from_pretrained(…).save_pretrained(…), and add it again.",
          { cause: error },
        );
      },
    );
  },

  graph: async ({ files, model, data }, device) => {
    const { AutoModelForMaskedLM, env, Tensor } = await transformers(device);
    const answers = new Map([
      [WEIGHTS, files.get(model)!],
      ["config.json", encoded(CONFIG)],
    ]);
    // The graph refers to these files by their path relative to it.
    const externalData = data.map((path) => ({ path: beside(model, path), data: new Uint8Array(files.get(path)!) }));
    const opened = await answering(env, answers, (name) =>
      AutoModelForMaskedLM.from_pretrained(name, {
        dtype: "fp32",
        device: "auto",
        session_options: { executionProviders: [device], ...(data.length > 0 ? { externalData } : {}) },
      }),
    ).catch((error: unknown) => {
      throw explained("Its weights cannot be opened", error);
    });
    const tensor = ({ type, data, dims }: Feed) => new Tensor(type, data, [...dims]);
    const { inputMetadata } = (opened.sessions as { model: Pick<Ort.InferenceSession, "inputMetadata"> }).model;
    return {
      inputs: inputMetadata.map((input) => ({
        name: input.name,
        type: input.isTensor ? input.type : "no tensor",
        shape: input.isTensor ? input.shape : [],
      })),
      run: async (feeds) => {
        const given = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensor(feed)]));
        const outputs = (await opened.forward(given).catch((error: unknown) => {
          throw explained("The model could not be run", error);
        })) as Record<string, InstanceType<typeof Tensor>>;
        return Object.fromEntries(
          Object.entries(outputs).map(([name, output]) => [
            name,
            {
              dims: output.dims,
              read: () => output.to("float32").data as Float32Array,
              feed: () => ({ type: output.type, data: output.data, dims: output.dims }) as Feed,
            },
          ]),
        );
      },
      release: async () => {
        await opened.dispose();
      },
    };
  },
};

/** transformers.js chooses a class from this alone, and all its masked language models run alike, so it works for any of them. */
const CONFIG = { model_type: "bert", architectures: ["BertForMaskedLM"] };

/** Runs a function that requests files, answering from memory; keeps no reference to them afterwards. */
async function answering<T>(
  env: { fetch: unknown },
  files: ReadonlyMap<string, ArrayBuffer>,
  work: (name: string) => Promise<T>,
): Promise<T> {
  const name = `${NAME}-${++loads}`;
  env.fetch = async (address: string | URL) => {
    const path = decodeURIComponent(new URL(String(address)).pathname).split(`${name}/resolve/main/`)[1] ?? "";
    const content = files.get(path);
    return content ? new Response(content) : new Response(null, { status: 404 });
  };
  try {
    return await work(name);
  } finally {
    env.fetch = async () => new Response(null, { status: 404 });
  }
}

/** A path relative to the folder of another file. */
function beside(file: string, path: string): string {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

const encoded = (value: unknown): ArrayBuffer => new TextEncoder().encode(JSON.stringify(value)).buffer as ArrayBuffer;

let library: Promise<typeof import("@xenova/transformers")> | null = null;

/**
 * Loads transformers.js. A worker has one runtime, chosen by the first device: for WASM the plain build, shared with the library's
 * experts; for WebGPU the larger one, which also runs WASM (client.ts starts another worker for another device).
 */
function transformers(device: Device): Promise<typeof import("@xenova/transformers")> {
  library ??= load(device).catch((error) => {
    library = null; // a failed download may succeed next time
    throw new InferenceError(
      "DownloadError",
      "transformers.js, which runs added experts, could not be loaded. Check the network connection and try again.",
      { cause: error },
    );
  });
  return library;
}

async function load(device: Device): Promise<typeof import("@xenova/transformers")> {
  // transformers.js uses the runtime that it finds under this name; without one, it uses its own, larger one.
  if (device === "wasm")
    Object.assign(globalThis, { [Symbol.for("onnxruntime")]: await import("onnxruntime-web/wasm") });
  const loaded = await import("@xenova/transformers");
  const { env } = loaded;
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.remoteHost = NOWHERE;
  const wasm = env.backends.onnx.wasm!;
  wasm.wasmPaths = device === "wasm" ? { mjs: wasmGlue, wasm: wasmBinary } : { mjs: webgpuGlue, wasm: webgpuBinary };
  // Threads share memory, which browsers allow only on cross-origin isolated pages.
  wasm.numThreads = self.crossOriginIsolated ? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency)) : 1;
  return loaded;
}
