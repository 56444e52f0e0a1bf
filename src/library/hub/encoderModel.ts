/** What is known of a text encoder from its small files, in the layout of sentence-transformers or of transformers alone. */
import { isRecord } from "../../core/isRecord.ts";
import { UnsupportedModelError } from "../errors.ts";

export type Pooling = "mean" | "cls" | "max" | "last";

export interface EncoderFacts {
  /** How the states of a text's tokens become one vector. */
  pooling: Pooling;
  /** Whether that vector is scaled to length 1. */
  normalise: boolean;
  /** Longest text, with the tokens that the tokenizer adds. */
  maxTokens: number;
  /** Whether pooling and scaling are as its files say; else they are the usual ones. */
  stated: boolean;
}

const MODULES = "modules.json";
const BERT = "sentence_bert_config.json";
/** Much longer texts need too much memory at once. */
const MOST_TOKENS = 512;
const LEAST_TOKENS = 8;

type Read = (path: string) => Promise<unknown>;

/** The small files that may say how the vectors are made. @param paths of the model's files */
export const encoderFiles = (paths: Iterable<string>): string[] =>
  [...paths].filter(
    (path) =>
      ["config.json", "tokenizer.json", "tokenizer_config.json", MODULES, BERT].includes(path) ||
      /^[^/]+\/config\.json$/.test(path),
  );

/**
 * @param read parsed JSON of a file by path; null if there is none
 * @param name of the model, for errors
 * Throws an UnsupportedModelError for a decoder or another kind of model that gives no vector of a text by pooling.
 */
export async function encoderFacts(read: Read, name: string): Promise<EncoderFacts> {
  const [config, modules, bert, settings] = await Promise.all(
    ["config.json", MODULES, BERT, "tokenizer_config.json"].map(async (path) => (await read(path)) as unknown),
  );
  if (!isRecord(config))
    throw new UnsupportedModelError(name, `${name} has no config.json. Choose a model's folder with its tokenizer.`);
  const positions = numberOf(config.max_position_embeddings) ?? numberOf(config.n_positions) ?? MOST_TOKENS;
  // RoBERTa and its kin count positions from the one after padding.
  const offset = /roberta|camembert|mpnet/i.test(String(config.model_type)) ? 2 : 0;
  const stated = [isRecord(bert) ? bert.max_seq_length : null, isRecord(settings) ? settings.model_max_length : null]
    .map(numberOf)
    .filter((limit) => limit !== null);
  const maxTokens = Math.max(LEAST_TOKENS, Math.min(MOST_TOKENS, positions - offset, ...stated.slice(0, 1)));
  if (!Array.isArray(modules)) return { pooling: "mean", normalise: true, maxTokens, stated: false };
  const kinds = modules.filter(isRecord).map(({ type, path }) => ({ type: String(type), path: String(path ?? "") }));
  const strange = kinds.find(({ type }) => !/\.(?:Transformer|Pooling|Normalize)$/.test(type));
  if (strange) {
    throw new UnsupportedModelError(
      name,
      `${name} has a step “${strange.type.split(".").at(-1)}” after its transformer, which this page does not run. Choose an encoder of transformer, pooling and normalisation alone.`,
    );
  }
  const place = kinds.find(({ type }) => type.endsWith(".Pooling"));
  const pooling = place ? poolingOf(await read(`${place.path}/config.json`), name) : "mean";
  return { pooling, normalise: kinds.some(({ type }) => type.endsWith(".Normalize")), maxTokens, stated: true };
}

function poolingOf(config: unknown, name: string): Pooling {
  if (!isRecord(config)) return "mean";
  const asked = Object.keys(config).filter((key) => key.startsWith("pooling_mode_") && config[key] === true);
  const known = (Object.keys(POOLING_KEYS) as Pooling[]).find((mode) => POOLING_KEYS[mode] === asked[0]);
  if (asked.length === 1 && known) return known;
  throw new UnsupportedModelError(
    name,
    `${name} pools its states in a way that this page does not know (${asked.join(", ") || "none stated"}). Choose one that takes the mean, the largest, the first or the last.`,
  );
}

const POOLING_KEYS: Readonly<Record<Pooling, string>> = {
  mean: "pooling_mode_mean_tokens",
  cls: "pooling_mode_cls_token",
  max: "pooling_mode_max_tokens",
  last: "pooling_mode_lasttoken",
};

const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) && value > 0 && value < 1e6 ? value : null;
