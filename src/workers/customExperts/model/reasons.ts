/** Translates the runtime's errors into messages that say what to do. The original message goes to the console. */

import { InferenceError } from "../../../rpc/errors.ts";
import { OUT_OF_MEMORY } from "../../inference/engine/engine.ts";

/** Known errors of ONNX Runtime: their text, and what they mean. `$1` is the pattern's capture. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /external data file "*([^",]+)"*.*not found/i,
    "its weights are in a second file, $1, which is missing. Add the folder with that file in it",
  ],
  [/external data file/i, "its weights are in a second file that cannot be read. Add the folder with all its files"],
  [
    /protobuf parsing failed|invalid protobuf|ModelProto|deserialize/i,
    "the file is not an ONNX model, or it is damaged or truncated. Fetch it again; in a clone of a repository, run git lfs pull first",
  ],
  [
    /GatherBlockQuantized/,
    "WASM cannot run one of its operators (GatherBlockQuantized), which reads embeddings of 4 bits. Choose other weights, such as q8, int8, fp16 or fp32",
  ],
  [
    /could not find an implementation for ([\w.:]+)/i,
    "this browser's runtime cannot run one of its operators ($1) on this device. Choose other weights",
  ],
  [
    /([\w.:]+)\(-?\d*\) is not a registered function|no op registered for ([\w.:]+)/i,
    "it has an operator ($1$2) that this browser's runtime does not support. Choose other weights, or export it again",
  ],
  [
    /unsupported model IR version|opset/i,
    "it was exported for a newer runtime than this one. Export it with an older opset",
  ],
  [
    /shader-f16|does not support fp16|'?f16'? /i,
    "this GPU does not support 16-bit floats. Choose WASM, or other weights",
  ],
  [/indices element out of data bounds|out of range.*gather/i, "a token's number is beyond those that the model knows"],
  [
    /invalid (?:dimensions|rank)|dimension mismatch|broadcast/i,
    "it cannot read a text of this length. Choose other weights",
  ],
  [/device.*lost|lost.*device/i, "the GPU was lost. Try again, or choose WASM"],
  [/webgpu|adapter|gpu/i, "WebGPU cannot run it here. Choose WASM"],
];
const UNKNOWN = "the runtime refuses it; its message is in the browser's console. Choose other weights";

/**
 * The message for a failure of the runtime. An InferenceError already has one and is returned as it is.
 * @param what begins the message, for instance "Its weights cannot be opened"
 */
export function explained(what: string, error: unknown): InferenceError {
  if (error instanceof InferenceError) return error;
  // ONNX Runtime throws numbers for some failures inside its WASM.
  const text = error instanceof Error ? error.message : `code ${String(error)}`;
  // biome-ignore lint/suspicious/noConsole: whoever mends a model needs the runtime's own words, and a reader does not.
  console.info(`${what}: ${text}`);
  if (OUT_OF_MEMORY.test(text)) {
    const advice =
      "this tab has no memory left for it. Close other tabs, or choose smaller weights; nothing else is lost";
    return new InferenceError("MemoryError", `${what}: ${advice}.`, { cause: error });
  }
  const [pattern, meaning] = MEANINGS.find(([known]) => known.test(text)) ?? [/$^/, UNKNOWN];
  const caught = pattern.exec(text) ?? [];
  const sentence = meaning.replace(/\$(\d)/g, (_, k: string) => caught[Number(k)] ?? "");
  return new InferenceError("ModelError", `${what}: ${sentence}.`, { cause: error });
}
