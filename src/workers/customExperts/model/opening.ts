/** Opens an added expert: loads it, checks that it runs, and uses WebGPU only if it predicts the same as WASM. */

import { withCommas } from "../../../core/withCommas.ts";
import type { ModelFacts } from "../../../library/hub/maskedModel.ts";
import { countParameters } from "../../../library/hub/onnxParameters.ts";
import { InferenceError } from "../../../rpc/errors.ts";
import type { Decoder, OpenCausal } from "../../inference/causal/decoder.ts";
import { surprisalOf } from "../../inference/causal/surprisal.ts";
import { type Model, output } from "../../inference/engine/engine.ts";
import { repeated } from "../../inference/text/masking.ts";
import { measureWords, type Vocabulary } from "../../inference/text/words.ts";
import type { Batch } from "../../inference/types.ts";
import { openCausal } from "../causalVocabulary.ts";
import type { Device, OpenCustomExpert, OpenedCustomExpert } from "../protocol.ts";
import { type RawTokenizer, rowsAtOnce, sameTokenizer, tokenTexts, vocabularyOf } from "../vocabulary.ts";
import { agree, disagreement } from "./agreement.ts";
import { decoderOf } from "./decoderGraph.ts";
import { type Graph, modelOf } from "./graph.ts";
import { withSettings } from "./settings.ts";
import type { Loader, Weights } from "./transformers.ts";

/** An open expert. The caller that opened it releases its model. */
export interface Opened {
  model: Model;
  vocabulary: Vocabulary;
  /** Only of a causal language model. */
  causal: OpenCausal | null;
  /** Number of words for which the model has logits. */
  size: number;
  /** Number of copies of a text with so many tokens that fit in one run. */
  atOnce: (columns: number) => number;
  /** A token for display. */
  text: (id: number) => string;
  result: Omit<OpenedCustomExpert, "loadMilliseconds">;
}

/** A loaded model; with its decoder if it is a causal language model. */
type Running = ReturnType<typeof modelOf> & { decoder?: Decoder };

/** How a kind of model is wrapped, read and tried. */
interface Kind {
  wrap(graph: Graph): Running;
  reading(tokenizer: RawTokenizer, model: Running, size: number): Pick<Opened, "vocabulary" | "causal">;
  /** Detects a model that cannot be run now, not in the middle of a calibration. */
  trial(model: Running, read: Pick<Opened, "vocabulary" | "causal">): Promise<Trial>;
}

const TRIAL = "one two three";

/**
 * @param files by path, including the expert's tokenizer.json and its ONNX file
 * @param libraryTokenizer tokenizer.json of the library
 * Throws an InferenceError that says what to do; nothing stays open then.
 */
export async function openCustomExpert(
  loader: Loader,
  request: OpenCustomExpert,
  files: ReadonlyMap<string, ArrayBuffer>,
  libraryTokenizer: ArrayBuffer,
): Promise<Opened> {
  const { facts, device, data } = request;
  const text = (content: ArrayBuffer) => new TextDecoder().decode(content);
  const known = {
    sharedTokenizer: sameTokenizer(text(files.get("tokenizer.json")!), text(libraryTokenizer)),
    parameters: countParameters(new Uint8Array(files.get(request.model)!)),
  };
  const settings = withSettings(files, facts);
  const tokenizer = await loader.tokenizer(settings, device);
  const weights = { files, model: request.model, data };
  const kind = facts.causal ? causalKind(facts) : maskedKind(facts);
  const start = (on: Device) => started(loader, weights, kind.wrap, on, device);
  const wasm = await start("wasm");
  let size: number;
  let read: Pick<Opened, "vocabulary" | "causal">;
  let trial: Trial;
  try {
    size = output(await wasm.run(repeated([0, 0, 0], 1)), "logits").length / 3;
    read = kind.reading(tokenizer, wasm, size);
    trial = await kind.trial(wasm, read);
  } catch (error) {
    await wasm.release().catch(() => undefined);
    throw error;
  }
  const { vocabulary } = read;
  const tokens = vocabulary.room + vocabulary.frame[0].length + vocabulary.frame[1].length;
  const short = tokens < facts.positions ? [reading(size, tokens)] : [];
  const taken = (model: Running, on: Device, notes: readonly string[]): Opened => ({
    ...kind.reading(tokenizer, model, size),
    size,
    text: tokenTexts(tokenizer),
    model,
    atOnce: (columns) => Math.min(model.rowsAtOnce, rowsAtOnce(columns, size)),
    result: { ...known, device: on, notes },
  });
  if (device === "wasm") return taken(wasm, "wasm", short);
  await wasm.release();
  const gpu = await start("webgpu");
  try {
    const difference = disagreement(await logitsOf(gpu, trial.ids), trial.logits, size);
    if (agree(difference, request.rounded)) return taken(gpu, "webgpu", short);
    await gpu.release();
    return taken(await start("wasm"), "wasm", [differing(difference), ...short]);
  } catch (error) {
    await gpu.release().catch(() => undefined);
    throw error;
  }
}

/** The model's output for a short text. */
interface Trial {
  ids: number[];
  logits: Float32Array;
}

const maskedKind = (facts: ModelFacts): Kind => ({
  wrap: modelOf,
  reading: (tokenizer, _, size) => ({ vocabulary: vocabularyOf(tokenizer, facts, size), causal: null }),
  trial: async (model, { vocabulary }) => {
    const { nats } = await measureWords(model, TRIAL, vocabulary, Uint8Array.of(1, 1, 1));
    if (!Number.isFinite(nats)) throw new InferenceError("ModelError", "The model's predictions are not numbers.");
    const { frame, mask } = vocabulary;
    const ids = [...frame[0], ...vocabulary.tokenize(TRIAL), mask, ...frame[1]];
    return { ids, logits: await logitsOf(model, ids) };
  },
});

const causalKind = (facts: ModelFacts): Kind => ({
  wrap: (graph) => {
    const decoder = decoderOf(graph);
    const run = async ({ ids }: Batch) => ({ logits: await decoder.score(Array.from(ids, Number)) });
    return { decoder, run, rowsAtOnce: 1, release: () => graph.release() };
  },
  reading: (tokenizer, model, size) => openCausal(tokenizer, facts, size, model.decoder!),
  trial: async (model, { vocabulary, causal }) => {
    const { nats } = await surprisalOf(causal!, TRIAL, String);
    if (!Number.isFinite(nats)) throw new InferenceError("ModelError", "The model's predictions are not numbers.");
    const ids = [...vocabulary.frame[0], ...vocabulary.tokenize(TRIAL)];
    return { ids, logits: await logitsOf(model, ids) };
  },
});

const logitsOf = async (model: Running, ids: readonly number[]): Promise<Float32Array> =>
  output(await model.run(repeated(ids, 1)), "logits").slice();

/** @param wanted the user's choice of device; everything on WebGPU is checked against WASM */
async function started(
  loader: Loader,
  weights: Weights,
  wrap: Kind["wrap"],
  device: Device,
  wanted: Device,
): Promise<Running> {
  let graph: Graph;
  try {
    graph = await loader.graph(weights, device);
  } catch (error) {
    if (device === wanted || !(error instanceof InferenceError)) throw error;
    const message = `WebGPU is used only if WASM gives the same predictions, and this model does not start on WASM. ${error.message}`;
    throw new InferenceError(error.name, message, { cause: error });
  }
  try {
    return wrap(graph);
  } catch (error) {
    await graph.release().catch(() => undefined);
    throw error;
  }
}

function differing(difference: number): string {
  const share = Number.isFinite(difference)
    ? `${Math.round(100 * difference)}% of the probability lies elsewhere`
    : "no numbers";
  return `WebGPU and WASM give different predictions for this model (${share}), so it runs on WASM.`;
}

const reading = (size: number, tokens: number): string =>
  `Its vocabulary has ${withCommas(size)} words, so that this tab has memory for ${tokens} tokens at a time: ` +
  "of a longer text it reads the part around the masks, or the beginning.";
