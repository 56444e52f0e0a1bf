/**
 * Runs any masked language model through transformers.js, which is loaded when the first one is opened and not before. It gets
 * the model's files from memory and asks no server for anything.
 */
import webgpuGlue from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import webgpuBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import type { Batch, Model } from "../inference/engine.ts";
import { InferenceError } from "../inference/errors.ts";
import type { Device } from "./protocol.ts";
import type { RawTokenizer } from "./vocabulary.ts";

export interface Loaded {
  tokenizer: RawTokenizer;
  model: Model;
}

/** Loads a tokenizer and a model. Throws an InferenceError that says what to do. */
export type Load = (
  files: ReadonlyMap<string, ArrayBuffer>,
  model: string,
  data: readonly string[],
  device: Device,
) => Promise<Loaded>;

/** Its models' names, with a number each: transformers.js remembers by name what files a model has. */
const NAME = "newcomer";
let loads = 0;
/** Nothing is asked of it: every request is answered from memory. */
const NOWHERE = "https://newcomer.invalid/";
/** As transformers.js names the weights of the form that it takes for fp32: whatever form the user chose is given under it. */
const WEIGHTS = "onnx/model.onnx";
const MOST_THREADS = 4;

export const loadWithTransformers: Load = async (files, model, data, device) => {
  const { AutoModelForMaskedLM, AutoTokenizer, env, Tensor } = await transformers();
  const name = `${NAME}-${++loads}`;
  const answers = new Map<string, ArrayBuffer>(files);
  answers.set(WEIGHTS, files.get(model)!);
  data.forEach((path, k) => {
    answers.set(`${WEIGHTS}_data${k === 0 ? "" : `_${k}`}`, files.get(path)!);
  });
  env.fetch = async (address: string | URL) => {
    const path = decodeURIComponent(new URL(String(address)).pathname).split(`${name}/resolve/main/`)[1] ?? "";
    const content = answers.get(path);
    return content ? new Response(content) : new Response(null, { status: 404 });
  };
  const tokenizer = await AutoTokenizer.from_pretrained(name).catch((error: unknown) => {
    throw new InferenceError(
      "TokenizerError",
      `Its tokenizer cannot be read: ${reason(error)}. Save it in the “fast” format.`,
    );
  });
  const opened = await AutoModelForMaskedLM.from_pretrained(name, {
    dtype: "fp32",
    device,
    use_external_data_format: data.length,
  }).catch((error: unknown) => {
    throw new InferenceError(
      "ModelError",
      `Its weights cannot be opened: ${reason(error)}. The file may be damaged or cut short, or need another device.`,
    );
  });
  const run = async ({ rows, columns, ids }: Batch) => {
    try {
      const { logits } = (await opened({
        input_ids: new Tensor("int64", ids, [rows, columns]),
        attention_mask: new Tensor("int64", new BigInt64Array(ids.length).fill(1n), [rows, columns]),
      })) as { logits?: InstanceType<typeof Tensor> };
      if (!logits) throw new Error("it has no output “logits”");
      const [, length, vocabulary] = logits.dims;
      if (logits.dims.length !== 3 || length !== columns || !vocabulary) {
        throw new Error(`its logits have the shape ${logits.dims.join(" × ")}, not texts × tokens × vocabulary`);
      }
      return { logits: logits.to("float32").data as Float32Array };
    } catch (error) {
      throw new InferenceError("ModelError", `The model could not be run: ${reason(error)}.`);
    }
  };
  return {
    tokenizer: tokenizer as unknown as RawTokenizer,
    model: {
      run,
      release: async () => {
        await opened.dispose();
      },
    },
  };
};

let library: Promise<typeof import("@xenova/transformers")> | null = null;

function transformers(): Promise<typeof import("@xenova/transformers")> {
  library ??= import("@xenova/transformers").then(
    (loaded) => {
      const { env } = loaded;
      env.allowLocalModels = false;
      env.useBrowserCache = false;
      env.useWasmCache = false;
      env.remoteHost = NOWHERE;
      const wasm = env.backends.onnx.wasm!;
      wasm.wasmPaths = { mjs: webgpuGlue, wasm: webgpuBinary };
      // Threads share memory, which browsers allow only on cross-origin isolated pages.
      wasm.numThreads = self.crossOriginIsolated
        ? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency))
        : 1;
      return loaded;
    },
    (error) => {
      library = null; // a failed download may succeed next time
      throw new InferenceError(
        "DownloadError",
        "transformers.js, which runs added experts, could not be loaded. Check the network connection and try again.",
        { cause: error },
      );
    },
  );
  return library;
}

function reason(error: unknown): string {
  // ONNX runtime throws numbers for some failures inside its WASM.
  const text = error instanceof Error ? error.message : `code ${String(error)}`;
  return text.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 300);
}
