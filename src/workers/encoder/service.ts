import { InferenceError } from "../../rpc/errors.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { Handlers } from "../../rpc/serve.ts";
import { type Feed, FILLINGS, type Graph } from "../customExperts/model/graph.ts";
import type { Loader } from "../customExperts/model/transformers.ts";
import type { RawTokenizer } from "../customExperts/vocabulary.ts";
import { equalLengths, ROWS, type States } from "../inference/states.ts";
import type { Batch } from "../inference/types.ts";
import { encoderFrame } from "./frame.ts";
import { pooled } from "./pooled.ts";
import type { EncoderCalls, OpenEncoder } from "./protocol.ts";

interface Opened {
  graph: Graph;
  encode: (text: string) => number[];
  request: Omit<OpenEncoder, "files">;
}

/** The encoder worker's work, independent of messages and of the browser. */
export function createEncoderService(loader: Loader): Handlers<EncoderCalls> & { models(): number } {
  const turn = createQueue();
  let opened: Opened | null = null;
  return {
    models: () => (opened ? 1 : 0),
    open: (request) =>
      turn(async () => {
        await opened?.graph.release();
        opened = null;
        const { files, model, data, device, facts } = request;
        const tokenizer = await loader.tokenizer(files, device);
        const graph = await loader.graph({ files, model, data }, device);
        const { files: _, ...rest } = request;
        opened = { graph, encode: encoderOf(tokenizer, facts.maxTokens), request: rest };
        return { result: null };
      }),
    embed: ({ texts }, { signal }) =>
      turn(async () => {
        if (!opened) throw new InferenceError("NotOpenError", "No encoder is open.");
        const result = await embedded(opened, texts, signal);
        return { result, transfer: [result.data.buffer] };
      }),
  };
}

async function embedded(
  { graph, encode, request: { facts, rounded } }: Opened,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<States> {
  let states: States | null = null;
  const sequences = texts.map((text) => encode(text.replace(/\p{Surrogate}/gu, "\uFFFD")));
  for (const { places, batch } of equalLengths(sequences, rounded ? 1 : ROWS)) {
    signal.throwIfAborted();
    const { columns, data } = await tokenStates(graph, batch);
    states ??= { columns, data: new Float32Array(texts.length * columns) };
    const width = batch.columns * columns;
    for (const [i, place] of places.entries())
      states.data.set(pooled(data.subarray(i * width, (i + 1) * width), columns, facts), place * columns);
  }
  return states ?? { columns: 0, data: new Float32Array(0) };
}

/** States of all tokens: the output with a vector for each. */
async function tokenStates(graph: Graph, batch: Batch): Promise<{ columns: number; data: Float32Array }> {
  const dims = [batch.rows, batch.columns];
  const feeds = graph.inputs.map(({ name, type }): [string, Feed] => {
    const filling = FILLINGS[name];
    if (!filling) throw refusal(`it needs an input that a text encoder does not have: ${name}`);
    const values = BigInt64Array.from(batch.ids, (_, at) => filling(batch, at));
    return type === "int32"
      ? [name, { type, data: Int32Array.from(values, Number), dims }]
      : [name, { type: "int64", data: values, dims }];
  });
  const outputs = await graph.run(Object.fromEntries(feeds));
  // A masked language model gives a number for each word, which is no state.
  const fitting = Object.entries(outputs).filter(([name, { dims }]) => {
    const [rows, columns, size] = dims;
    return name !== "logits" && dims.length === 3 && rows === batch.rows && columns === batch.columns && size;
  });
  const found = fitting.find(([name]) => /^(?:last_hidden_state|token_embeddings)$/.test(name)) ?? fitting[0];
  if (!found) {
    throw refusal(
      `it gives no vector for each token (its outputs: ${Object.keys(outputs).join(", ")}). Export it for feature extraction`,
    );
  }
  const data = found[1].read();
  if (!data.every(Number.isFinite)) throw refusal("its vectors are not numbers. Choose other weights");
  return { columns: found[1].dims[2]!, data };
}

/** Ids of a text, cut to the length that the encoder reads; what the tokenizer adds around it stays. */
export function encoderOf(tokenizer: RawTokenizer, maxTokens: number): (text: string) => number[] {
  const encode = (text: string, framed: boolean) => tokenizer.encode(text, { add_special_tokens: framed });
  const { before, after, empty, room } = encoderFrame(encode, maxTokens);
  return (text) => {
    const ids = [...before, ...encode(text, false).slice(0, room), ...after];
    // A text without any token still has a vector.
    return ids.length > 0 ? ids : empty;
  };
}

const refusal = (problem: string) => new InferenceError("ModelError", `The encoder could not be run: ${problem}.`);
