/** Vectors of a text encoder from a folder, by onnxruntime-web in Node: the page's own code reads, runs and pools. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import * as runtime from "onnxruntime-web/wasm";
import type { DenseRows } from "../../src/lab/features/rows.ts";
import { LabError } from "../../src/lab/fit/labTable.ts";
import { type EncoderChoice, encoderFromFiles, encoderIdentity, filesOf } from "../../src/library/hub/encoderChoice.ts";
import { addFile, type LocalFile } from "../../src/library/import/localFiles.ts";
import type { Graph } from "../../src/workers/customExperts/model/graph.ts";
import type { Loader } from "../../src/workers/customExperts/model/transformers.ts";
import type { RawTokenizer } from "../../src/workers/customExperts/vocabulary.ts";
import { createEncoderService } from "../../src/workers/encoder/service.ts";
import type { TextSource } from "../../src/workers/tableRouter/textModels.ts";

/** Texts after which progress is told. */
const AT_ONCE = 100;

export interface NodeEncoder {
  choice: EncoderChoice;
  /** What a trained router keeps of it: the page's own words for the same files. */
  origin: Record<string, unknown>;
  rounded: boolean;
  files: ReadonlyMap<string, ArrayBuffer>;
}

/**
 * @param folder of a model in the Hub's layout
 * @param weights path of its ONNX file within the folder; without it the form that the page would offer
 * Throws a LabError or a LibraryError that says what to do.
 */
export async function openEncoder(folder: string, weights?: string): Promise<NodeEncoder> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new LabError(
      `--encoder ${folder} is not a folder. Give one with config.json, tokenizer.json and an ONNX file.`,
    );
  const found = await encoderFromFiles(filesUnder(folder), basename(resolve(folder)));
  const form = weights === undefined ? found.form : found.forms.find(({ model }) => model === weights);
  if (!form) {
    const there = found.forms.map(({ model }) => model).join(", ");
    throw new LabError(`--encoder-weights ${weights}: the encoder's ONNX files are ${there}.`);
  }
  const choice = { ...found, form };
  const files = new Map<string, ArrayBuffer>();
  for (const path of filesOf(choice)) files.set(path, await choice.read(path, undefined));
  const { origin, rounded } = await encoderIdentity(choice, files);
  return { choice, origin, rounded, files };
}

/** @param texts cleaned @param tell called after some texts with their number so far */
export async function encoderRows(
  { choice: { facts, form }, rounded, files }: NodeEncoder,
  texts: readonly string[],
  tell: (done: number) => void,
): Promise<DenseRows> {
  const service = createEncoderService(plainLoader);
  const context = { signal: new AbortController().signal, progress: () => {} };
  await service.open({ files, model: form.model, data: form.data, facts, rounded, device: "wasm" }, context);
  let all: DenseRows = { kind: "dense", rows: texts.length, columns: 0, data: new Float64Array(0) };
  // Texts of like length make full batches.
  const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length);
  for (let from = 0; from < order.length; from += AT_ONCE) {
    const places = order.slice(from, from + AT_ONCE);
    const some = places.map((place) => texts[place]!);
    const { columns, data } = (await service.embed({ texts: some }, context)).result;
    if (from === 0) all = { ...all, columns, data: new Float64Array(texts.length * columns) };
    places.forEach((place, i) => {
      all.data.set(data.subarray(i * columns, (i + 1) * columns), place * columns);
    });
    tell(from + places.length);
  }
  return all;
}

/** Its files, for a router that reads its vectors; null where its weights lie in several files. */
export function encoderSource({ choice: { facts, form }, files }: NodeEncoder): TextSource | null {
  if (form.data.length > 0) return null;
  const [model, tokenizer] = [files.get(form.model)!, files.get("tokenizer.json")!];
  return { feature: "encoder", model, tokenizer, how: { kind: "encoder", facts } };
}

/** The parts that transformers.js is made of, which opens models only in a browser. */
const plainLoader: Loader = {
  tokenizer: async (files) => {
    const json = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path)));
    const own = new Tokenizer(
      json("tokenizer.json"),
      files.has("tokenizer_config.json") ? json("tokenizer_config.json") : {},
    );
    return { encode: (text: string, options: object) => own.encode(text, options).ids } as RawTokenizer;
  },
  graph: async ({ files, model, data }) => {
    runtime.env.wasm.numThreads = 1;
    const externalData = data.map((path) => ({
      path: relative(dirname(model), path),
      data: new Uint8Array(files.get(path)!),
    }));
    const session = await runtime.InferenceSession.create(
      files.get(model)!,
      externalData.length > 0 ? { externalData } : {},
    );
    return graphOf(session);
  },
};

function graphOf(session: runtime.InferenceSession): Graph {
  return {
    inputs: session.inputMetadata.map((input) => ({
      name: input.name,
      type: input.isTensor ? input.type : "no tensor",
      shape: input.isTensor ? input.shape : [],
    })),
    run: async (feeds) => {
      const given = Object.entries(feeds).map(
        ([name, { type, data, dims }]) => [name, new runtime.Tensor(type, data, dims)] as const,
      );
      const outputs = await session.run(Object.fromEntries(given));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => [name, { dims, read: () => data as Float32Array }]),
      );
    },
    release: () => session.release(),
  };
}

function filesUnder(folder: string): ReadonlyMap<string, LocalFile> {
  const files = new Map<string, LocalFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // Links count as what they lead to: huggingface_hub's cache is made of them.
    if (!statSync(path).isFile()) continue;
    const read = async () => Uint8Array.from(readFileSync(path)).buffer;
    addFile(files, relative(folder, path), folder, { bytes: statSync(path).size, read });
  }
  return files;
}
