/** Added experts for tests. */
import type { Calibration, CustomExpert } from "../customExperts/customExpert.ts";

/** A calibration for the library in fixtures.ts, whose states have two numbers and whose benchmark has three prompts. */
export function madeCalibration(library: string, change: Partial<Calibration> = {}): Calibration {
  return {
    library,
    prompts: 20,
    sharedTokenizer: true,
    weights: [1, -2],
    intercept: 0.5,
    error: 0.3,
    errorOfMean: 0.4,
    perCharacter: 2,
    references: [{ id: "alpha", label: "Alpha", perCharacter: 1.5 }],
    benchmark: [0.5, -0.5, 0],
    ...change,
  };
}

/** An expert from this computer. @param sha256 by path; lengths are derived from them */
export function madeExpert(change: Partial<CustomExpert> = {}): CustomExpert {
  const file = (path: string, digit: string, bytes: number) => {
    return [path, { url: `local://expert-1/${path}`, sha256: digit.repeat(64), bytes }] as const;
  };
  return {
    key: "expert-1",
    added: 5,
    id: "added/mine",
    label: "Mine",
    origin: { kind: "local", name: "mine.zip" },
    files: Object.fromEntries([
      file("config.json", "c", 3),
      file("tokenizer.json", "d", 5),
      file("onnx/model.onnx", "a", 7),
    ]),
    model: "onnx/model.onnx",
    data: [],
    dtype: "fp32",
    device: "wasm",
    facts: {
      architecture: "BertForMaskedLM",
      layers: 2,
      hidden: 48,
      positions: 128,
      mask: "[MASK]",
      unknown: null,
      before: null,
      after: null,
    },
    parameters: 1000,
    newestText: null,
    license: null,
    calibration: null,
    missing: false,
    ...change,
  };
}

/** The same for a hub. */
export function madeHubExpert(change: Partial<CustomExpert> = {}): CustomExpert {
  const { files, ...rest } = madeExpert({ key: "expert-2", id: "added/bert", label: "Bert", parameters: null });
  const folder = "https://hub.test/lab/bert/resolve/0123abcd/";
  return {
    ...rest,
    origin: { kind: "hub", hub: "https://hub.test/", model: "lab/bert", revision: "0123abcd" },
    files: Object.fromEntries(
      Object.entries(files).map(([path, file], k) => [
        path,
        { ...file, url: folder + path, sha256: String(k).repeat(64) },
      ]),
    ),
    ...change,
  };
}
