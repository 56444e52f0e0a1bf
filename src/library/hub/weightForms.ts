/** Weight formats that a model offers: its ONNX files, recognised by name. */

/** Weight formats with the suffix of each file name, as transformers.js and Optimum use them. */
const DTYPES = {
  fp32: "",
  fp16: "_fp16",
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  q4: "_q4",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
} as const;
/** A format recognised from the file name, or `other` for names of other exporters, where only the name is known. */
export type Dtype = keyof typeof DTYPES | "other";
export const ALL_DTYPES = [...(Object.keys(DTYPES) as (keyof typeof DTYPES)[]), "other"] as const;

/** One form of the weights. */
export interface WeightsFile {
  dtype: Dtype;
  /** Path of the ONNX file. */
  model: string;
  /** Files with weights that the ONNX file refers to. */
  data: string[];
  /** Bytes of all of them. */
  bytes: number;
}

/** The largest size that a browser can hold in one piece, with room to work. */
export const MAX_MODEL_BYTES = 2_000_000_000;

/** `model`, optionally with a suffix: the name of a complete model, not of a part (`decoder_model`). */
const WHOLE = /(?:^|\/)model(?:[_.-][^/]*)?\.onnx$/i;

/**
 * Complete decoders, the preferred name first. A merged one reads with or without the keys and values of earlier tokens, a plain one
 * without; `decoder_with_past_model` cannot begin a text.
 */
const DECODERS = [
  WHOLE,
  /(?:^|\/)decoder_model_merged(?:[_.-][^/]*)?\.onnx$/i,
  /(?:^|\/)decoder_model(?!_merged)(?:[_.-][^/]*)?\.onnx$/i,
];

/** The available weight files, smallest first. @param files bytes by path; @param causal whether it is a causal language model */
export function weightsFilesOf(files: ReadonlyMap<string, number>, causal = false): WeightsFile[] {
  const paths = [...files.keys()];
  const models = paths.filter((path) => /\.onnx$/i.test(path) && !(causal && /decoder_with_past_model/i.test(path)));
  const whole = causal ? decodersOf(models) : models.filter((path) => WHOLE.test(path));
  const chosen = whole.length > 0 ? whole : models;
  return chosen
    .map((model): WeightsFile => {
      const data = paths.filter((path) => isDataOf(model, path));
      const bytes = [model, ...data].reduce((sum, path) => sum + files.get(path)!, 0);
      // A single file with another name is assumed to have the most common format.
      return {
        dtype: dtypeOf(model) ?? (models.length === 1 && whole.length === 0 ? "fp32" : "other"),
        model,
        data,
        bytes,
      };
    })
    .sort((a, b) => a.bytes - b.bytes);
}

/** One file of each format. */
function decodersOf(models: readonly string[]): string[] {
  const named = DECODERS.flatMap((pattern) => models.filter((path) => pattern.test(path)));
  const seen = new Set<string>();
  return named.filter((path) => {
    const dtype = dtypeOf(path);
    const fresh = dtype === null || !seen.has(dtype);
    if (dtype !== null) seen.add(dtype);
    return fresh;
  });
}

const USUAL: readonly Dtype[] = ["q8", "int8", "uint8", "fp16", "fp32"];
/** With 8 bits many decoders fail on WebGPU, and on WASM one of 4 bits unpacks all its weights for every token. */
const DECODER_ON_WEBGPU: readonly Dtype[] = ["q4", "q4f16", "fp16", "fp32"];

/**
 * The default format: the smallest of the common ones, else the smallest of all.
 * @param decoderOn for a causal language model, where it will run
 */
export function usualForm(variants: readonly WeightsFile[], decoderOn: "wasm" | "webgpu" | null = null): WeightsFile {
  const usual = decoderOn === "webgpu" ? DECODER_ON_WEBGPU : USUAL;
  const found = usual.map((dtype) => variants.find((one) => one.dtype === dtype)).find(Boolean);
  return found ?? variants[0]!;
}

/** The name of a format: `q8`, or for another exporter's format the file name's suffix, such as `O4`. */
export function formName({ dtype, model }: Pick<WeightsFile, "dtype" | "model">): string {
  if (dtype !== "other") return dtype;
  const steps = model.replace(/\.onnx$/i, "").split("/");
  const file = steps.at(-1)!;
  return (
    file === "model" ? (steps.at(-2) ?? file) : file.replace(DECODER_NAME, "model").replace(/^model[_.-]/i, "")
  ).slice(0, 40);
}

/**
 * Whether a file holds weights of this ONNX file, judged by the names that exporters use: `x.onnx_data`, `x.onnx_data_1`,
 * `x.onnx.data`, `x.data`.
 */
function isDataOf(model: string, path: string): boolean {
  return path.startsWith(`${model}_data`) || path === `${model}.data` || path === model.replace(/\.onnx$/i, ".data");
}

const DECODER_NAME = /^decoder_model(?:_merged)?/;

function dtypeOf(path: string): Dtype | null {
  const found = /(?:^|\/)(?:model|decoder_model(?:_merged)?)(_[a-z0-9]+)?\.onnx$/.exec(path);
  if (!found) return null;
  const told = (suffix: string) =>
    (Object.keys(DTYPES) as (keyof typeof DTYPES)[]).find((one) => DTYPES[one] === suffix);
  const folders = path.split("/").slice(0, -1);
  // Some exporters put the format in the folder's name instead: onnx/fp16/model.onnx.
  if (found[1] === undefined && folders.length > 1) {
    const folder = folders.at(-1)!.toLowerCase();
    return Object.hasOwn(DTYPES, folder) ? (folder as Dtype) : (told(`_${folder}`) ?? null);
  }
  return told(found[1] ?? "") ?? null;
}
