/** @file For tests: tiny models of every family of masked language models, with Python's figures for them (models/recipe/fixture_families). */
import { readFileSync } from "node:fs";
import { languageModelFacts } from "../../../library/hub/causalModel.ts";
import type { FileReference } from "../../../library/load.ts";
import type { Fetch } from "../../inference/files.ts";
import type { OpenCustomExpert } from "../protocol.ts";

const FOLDER = "e2e/fixtures/families";
export const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

export interface Family {
  name: string;
  /** Folder of its tokenizer, and of its ONNX file. */
  tokenizer: string;
  weights: string;
}

export interface Texts {
  families: Family[];
  tokenized: string[];
  /** The last one is longer than any model reads. */
  measured: string[];
  masked: string[];
}

/** What Python gives. */
export interface Python {
  /** By measured text: for every word that is read, whether it counts; and the loss over those that do. */
  losses: { words: string; nats: number; characters: number }[];
  /** By text with masks and by mask, the most probable ids with their probabilities. */
  fills: [id: number, probability: number][][][];
}

export interface PythonTokens {
  before: number[];
  after: number[];
  /** By tokenized text. */
  ids: number[][];
}

export const texts: Texts = json(`${FOLDER}/families.json`);
export const pythonOf = ({ name }: Family): Python => json(`${FOLDER}/${name}/reference.json`);
export const tokensOf = ({ tokenizer }: Family): PythonTokens =>
  json(`${FOLDER}/tokenizers/${tokenizer}/reference.json`);
export const architectureOf = ({ name }: Family): string =>
  json(`${FOLDER}/${name}/config.json`).architectures?.[0] ?? "";

/** A family's files where they lie, by their paths at the Hub. */
export const filesOf = ({ name, tokenizer, weights }: Family): Record<string, string> => ({
  "config.json": `${FOLDER}/${name}/config.json`,
  "tokenizer.json": `${FOLDER}/tokenizers/${tokenizer}/tokenizer.json`,
  "tokenizer_config.json": `${FOLDER}/tokenizers/${tokenizer}/tokenizer_config.json`,
  "onnx/model.onnx": `${FOLDER}/${weights}/onnx/model.onnx`,
});

const reference = (path: string): FileReference => ({ url: path, sha256: path, bytes: readFileSync(path).length });
export const fetchFile: Fetch = async (url) => new Uint8Array(readFileSync(url)).buffer;

/** What the page asks its worker to open. Throws an UnsupportedModelError for what it refuses. */
export function expertOf(family: Family): OpenCustomExpert {
  const files = filesOf(family);
  const [config, tokenizer, settings] = ["config.json", "tokenizer.json", "tokenizer_config.json"].map((path) =>
    json(files[path]!),
  );
  return {
    key: family.name,
    files: Object.fromEntries(Object.entries(files).map(([path, place]) => [path, reference(place)])),
    model: "onnx/model.onnx",
    data: [],
    device: "wasm",
    rounded: false,
    facts: languageModelFacts({ config, tokenizer, settings, generation: null, template: false }, family.name),
    // Of the library: any other than the expert's own.
    tokenizer: reference(
      filesOf(texts.families.find(({ tokenizer: other }) => other !== family.tokenizer)!)["tokenizer.json"]!,
    ),
  };
}
