/** Forms in which a model's weights are on offer: its ONNX files, told by their names. */

/** Forms with what is appended to the file's name for each, as transformers.js and Optimum do. */
export const DTYPES = {
  fp32: "",
  fp16: "_fp16",
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  q4: "_q4",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
} as const;
/** A form that a file's name tells, or `other` for names of other makers: the file's name is all that is known of it. */
export type Dtype = keyof typeof DTYPES | "other";
export const ALL_DTYPES = [...(Object.keys(DTYPES) as (keyof typeof DTYPES)[]), "other"] as const;

/** One form of the weights. */
export interface Variant {
  dtype: Dtype;
  /** Path of the ONNX file. */
  model: string;
  /** Files that hold weights which the ONNX file only refers to. */
  data: string[];
  /** Bytes of all of them. */
  bytes: number;
}

/** What a browser can hold in one piece, with room to work. */
export const MAX_MODEL_BYTES = 2_000_000_000;

/** `model`, with or without something behind it: how a whole model is called, and no part of one (`decoder_model`). */
const WHOLE = /(?:^|\/)model(?:[_.-][^/]*)?\.onnx$/i;

/** The weight files on offer, smallest first. @param files bytes by path */
export function variantsOf(files: ReadonlyMap<string, number>): Variant[] {
  const paths = [...files.keys()];
  const models = paths.filter((path) => /\.onnx$/i.test(path));
  const whole = models.filter((path) => WHOLE.test(path));
  const chosen = whole.length > 0 ? whole : models;
  return chosen
    .map((model): Variant => {
      const data = paths.filter((path) => isDataOf(model, path));
      const bytes = [model, ...data].reduce((sum, path) => sum + files.get(path)!, 0);
      // A single file of another name is taken for what most are.
      return {
        dtype: dtypeOf(model) ?? (models.length === 1 && whole.length === 0 ? "fp32" : "other"),
        model,
        data,
        bytes,
      };
    })
    .sort((a, b) => a.bytes - b.bytes);
}

/** The form that is offered first: of those that nearly all models bear, the smallest; else the smallest of all. */
export function usualForm(variants: readonly Variant[]): Variant {
  const usual: readonly Dtype[] = ["q8", "int8", "uint8", "fp16", "fp32"];
  const found = usual.map((dtype) => variants.find((one) => one.dtype === dtype)).find(Boolean);
  return found ?? variants[0]!;
}

/** What a form is called: `q8`, or for a form of another maker what its file's name says, such as `O4`. */
export function formName({ dtype, model }: Pick<Variant, "dtype" | "model">): string {
  if (dtype !== "other") return dtype;
  const steps = model.replace(/\.onnx$/i, "").split("/");
  const file = steps.at(-1)!;
  return (file === "model" ? (steps.at(-2) ?? file) : file.replace(/^model[_.-]/i, "")).slice(0, 40);
}

/** Whether a file holds weights of this ONNX file, by the names that exporters give: `x.onnx_data`, `x.onnx_data_1`, `x.onnx.data`, `x.data`. */
function isDataOf(model: string, path: string): boolean {
  return path.startsWith(`${model}_data`) || path === `${model}.data` || path === model.replace(/\.onnx$/i, ".data");
}

function dtypeOf(path: string): Dtype | null {
  const found = /(?:^|\/)model(_[a-z0-9]+)?\.onnx$/.exec(path);
  if (!found) return null;
  const told = (suffix: string) =>
    (Object.keys(DTYPES) as (keyof typeof DTYPES)[]).find((one) => DTYPES[one] === suffix);
  const folders = path.split("/").slice(0, -1);
  // Folders of other makers say what the file's name does not: onnx/fp16/model.onnx.
  if (found[1] === undefined && folders.length > 1) {
    const folder = folders.at(-1)!.toLowerCase();
    return Object.hasOwn(DTYPES, folder) ? (folder as Dtype) : (told(`_${folder}`) ?? null);
  }
  return told(found[1] ?? "") ?? null;
}
