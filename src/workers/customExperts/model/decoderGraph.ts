/**
 * Wraps the ONNX graph of a causal language model into a decoder: with or without inputs for the keys and values of earlier tokens, merged
 * or not. Every call is a plain one; nothing is kept in the graph between two.
 */
import type { Decoder } from "../../inference/causal/decoder.ts";
import type { Feed, Graph, Output } from "./graph.ts";
import { refusal } from "./graph.ts";

const PAST = /^past_key_values\./;
const PRESENT = /^present(?:_key_values)?\./;
/** Inputs other than the ids and the past, by name. */
const KNOWN = /^(?:input_ids|attention_mask|position_ids|use_cache_branch|num_logits_to_keep|logits_to_keep)$/;

type Past = ReadonlyMap<string, Feed>;
type Input = Graph["inputs"][number];

/** The decoder behind a graph, which the caller releases. Throws a ModelError for a graph with other inputs. */
export function decoderOf(graph: Graph): Decoder {
  const { inputs } = graph;
  const has = (name: string) => inputs.some((input) => input.name === name);
  const strange = inputs.filter(({ name }) => !KNOWN.test(name) && !PAST.test(name)).map(({ name }) => name);
  if (!has("input_ids") || strange.length > 0) {
    const names = has("input_ids") ? strange.join(", ") : "no input_ids";
    throw refusal(
      `it needs inputs that a causal language model does not have: ${names}. Export it again as text-generation`,
    );
  }
  const keeps = inputs.some(({ name }) => PAST.test(name));

  async function run(ids: readonly number[], past: Past | null, every: boolean) {
    const before = past ? lengthOf(past) : 0;
    const feeds = inputs.map((input) => [input.name, feedOf(input, ids, before, past, every)] as const);
    const outputs = await graph.run(Object.fromEntries(feeds));
    const logits = logitsOf(outputs, ids.length);
    const present = Object.entries(outputs).filter(([name]) => PRESENT.test(name));
    return {
      logits,
      past: new Map(present.map(([name, output]) => [name.replace(PRESENT, "past_key_values."), output.feed!()])),
    };
  }
  return {
    score: async (ids) => (await run(ids, null, true)).logits,
    begin: () => {
      const read: number[] = [];
      let past: Past | null = null;
      return async (ids) => {
        read.push(...ids);
        const found = await run(keeps ? ids : read, past, false);
        // A graph without outputs for them begins anew each time.
        if (keeps && found.past.size > 0) past = found.past;
        else if (keeps)
          throw refusal(
            "it takes keys and values of earlier tokens but returns none. Export it again as text-generation",
          );
        const { logits } = found;
        return logits.subarray(logits.length - found.logits.length / rows(logits, keeps ? ids.length : read.length));
      };
    },
  };
}

/** Positions that the logits are of: the last alone, where the graph was told to keep one. */
const rows = (logits: Logits, tokens: number): number => logits.positions ?? tokens;
type Logits = Float32Array & { positions?: number };

function feedOf(input: Input, ids: readonly number[], before: number, past: Past | null, every: boolean): Feed {
  const { name, type } = input;
  const whole = (values: readonly number[], dims: readonly number[]): Feed =>
    type === "int32"
      ? { type, data: Int32Array.from(values), dims }
      : { type: "int64", data: BigInt64Array.from(values, BigInt), dims };
  const length = before + ids.length;
  if (name === "input_ids") return whole(ids, [1, ids.length]);
  if (name === "attention_mask") return whole(new Array<number>(length).fill(1), [1, length]);
  if (name === "position_ids")
    return whole(
      ids.map((_, k) => before + k),
      [1, ids.length],
    );
  if (name === "use_cache_branch") return { type: "bool", data: Uint8Array.of(past ? 1 : 0), dims: [1] };
  // 0 keeps the logits of every position.
  if (!PAST.test(name)) return whole([every ? 0 : 1], input.shape.length === 0 ? [] : [1]);
  return past?.get(name) ?? nothing(input);
}

/** Keys or values of no token: texts × heads × 0 × size. */
function nothing({ name, type, shape }: Input): Feed {
  const [, heads, , size] = shape;
  if (shape.length !== 4 || typeof heads !== "number" || typeof size !== "number") {
    throw refusal(`its input ${name} has no fixed numbers of heads and sizes. Export it again as text-generation`);
  }
  const dims = [1, heads, 0, size];
  if (type === "float32") return { type, data: new Float32Array(0), dims };
  if (type === "float16") return { type, data: halves(), dims };
  throw refusal(`its input ${name} is of ${type}, not of floats. Choose other weights`);
}

/** No 16-bit floats, in the array that the runtime takes here: its own kind where the browser has one. */
function halves(): Uint16Array {
  const own = (globalThis as { Float16Array?: new (length: number) => Uint16Array }).Float16Array;
  return own ? new own(0) : new Uint16Array(0);
}

const lengthOf = (past: Past): number => past.values().next().value?.dims[2] ?? 0;

function logitsOf(outputs: Readonly<Record<string, Output>>, tokens: number): Logits {
  const found = outputs.logits;
  const dims = found?.dims ?? [];
  if (!found || dims.length !== 3 || dims[0] !== 1 || !dims[2] || (dims[1] !== tokens && dims[1] !== 1)) {
    throw refusal(
      `its output has the shape ${dims.join(" × ") || "of no logits"}, not texts × tokens × vocabulary. Choose a model with a language-modelling head`,
    );
  }
  return Object.assign(found.read(), { positions: dims[1] });
}
