/**
 * Wraps an ONNX graph as exporters write it into a model that reads sequences of ids. Type and number of inputs and the name of the
 * logits vary; they are found from the graph's own description.
 */

import { InferenceError } from "../../../rpc/errors.ts";
import type { Model } from "../../inference/engine/engine.ts";
import type { Batch } from "../../inference/types.ts";

export interface Feed {
  type: "int64" | "int32" | "float32" | "float16" | "bool";
  data: BigInt64Array | Int32Array | Float32Array | Uint16Array | Uint8Array;
  dims: readonly number[];
}

export interface Output {
  dims: readonly number[];
  /** All numbers, row-major. */
  read(): Float32Array;
  /** The same as an input of the next run; absent where nobody asks for it. */
  feed?(): Feed;
}

/** A loaded graph. The caller that loaded it releases it. */
export interface Graph {
  /** A dimension is a number if fixed, else a name. */
  inputs: readonly { name: string; type: string; shape: readonly (number | string)[] }[];
  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Output>>>;
  release(): Promise<void>;
}

/** The values of an input by its name, at a position of a sequence; for segment and task ids always the first. */
export const FILLINGS: Readonly<Record<string, (batch: Batch, at: number) => bigint>> = {
  input_ids: ({ ids }, at) => ids[at]!,
  attention_mask: () => 1n,
  token_type_ids: () => 0n,
  task_type_ids: () => 0n,
  global_attention_mask: () => 0n,
  position_ids: ({ columns }, at) => BigInt(at % columns),
};

/** The model behind a graph. Throws a ModelError for a graph with inputs other than ids, or with a fixed text length. */
export function modelOf(graph: Graph): Model & { rowsAtOnce: number } {
  const { inputs } = graph;
  const ids = inputs.find(({ name }) => name === "input_ids");
  const strange = inputs.filter(({ name, type }) => !Object.hasOwn(FILLINGS, name) || !/^int(?:32|64)$/.test(type));
  if (!ids || strange.length > 0) {
    const names = ids ? strange.map(({ name, type }) => `${name} (${type})`).join(", ") : "no input_ids";
    throw refusal(`it needs inputs that a masked language model does not have: ${names}. Export it again as fill-mask`);
  }
  const length = ids.shape[1];
  if (typeof length === "number" && length > 0) {
    throw refusal(
      `it reads exactly ${length} tokens at a time, but texts differ in length. Choose weights exported with a dynamic length`,
    );
  }
  const rows = ids.shape[0];
  return {
    rowsAtOnce: typeof rows === "number" && rows > 0 ? rows : Number.POSITIVE_INFINITY,
    run: async (batch) => {
      const feeds = inputs.map(({ name, type }): [string, Feed] => {
        const values = BigInt64Array.from(batch.ids, (_, at) => FILLINGS[name]!(batch, at));
        const dims = [batch.rows, batch.columns];
        return type === "int32"
          ? [name, { type, data: Int32Array.from(values, Number), dims }]
          : [name, { type: "int64", data: values, dims }];
      });
      return { logits: logitsOf(await graph.run(Object.fromEntries(feeds)), batch) };
    },
    release: () => graph.release(),
  };
}

/** The output with the usual name, or the only one with a number for every text, token and word. */
function logitsOf(outputs: Readonly<Record<string, Output>>, { rows, columns }: Batch): Float32Array {
  const named = outputs.logits;
  const three = Object.values(outputs).filter(({ dims }) => dims.length === 3);
  const found = named ?? (three.length === 1 ? three[0] : undefined);
  if (!found)
    throw refusal(`it has no output “logits” (but ${Object.keys(outputs).join(", ")}). Export it again as fill-mask`);
  const { dims } = found;
  if (dims.length !== 3 || dims[0] !== rows || dims[1] !== columns || !dims[2]) {
    throw refusal(
      `its output has the shape ${dims.join(" × ")}, not texts × tokens × vocabulary. Choose a model with a head that fills masks`,
    );
  }
  return found.read();
}

export function refusal(problem: string): InferenceError {
  return new InferenceError("ModelError", `The model could not be run: ${problem}.`);
}
