/**
 * Whether a folder in the Hugging Face layout holds a causal language model, one that predicts each token from those before it, judged by
 * its small files.
 */
import { isRecord } from "../../core/isRecord.ts";
import { UnsupportedModelError } from "../errors.ts";
import { causalArchitecture } from "./architecture.ts";
import { count, factsOf, isText, type ModelFacts, savingAdvice } from "./maskedModel.ts";

/** The small files of a model, parsed; null for those that are absent. */
export interface SmallFiles {
  config: unknown;
  tokenizer: unknown;
  /** `tokenizer_config.json` */
  settings: unknown;
  /** `generation_config.json` */
  generation: unknown;
  /** Whether there is a `chat_template.jinja`. */
  template: boolean;
}

/** A longer text costs memory: logits and keys of every position are held at once. */
const MOST_POSITIONS = 1024;

/**
 * Facts about a masked or causal language model.
 * @param name the model's name in errors
 * Throws an UnsupportedModelError that says what is wrong and what to do.
 */
export function languageModelFacts(files: SmallFiles, name: string): ModelFacts {
  const { config, tokenizer, settings } = files;
  const architecture = isRecord(config) ? causalArchitecture(config) : null;
  if (architecture === null || !isRecord(config)) return factsOf(config, tokenizer, settings, name);
  if (!isRecord(tokenizer) || !isRecord(tokenizer.model)) {
    throw new UnsupportedModelError(
      name,
      `${name} has a tokenizer.json that is not a tokenizer. ${savingAdvice(name)}`,
    );
  }
  const written = isRecord(settings) ? settings : {};
  const special = (key: string): string | null => {
    const stated = isRecord(written[key]) ? written[key].content : written[key];
    return isText(stated) ? stated : null;
  };
  const limit = [config.max_position_embeddings, config.n_positions, config.n_ctx, written.model_max_length].map(count);
  const template = written.chat_template;
  return {
    architecture,
    layers: count(config.num_hidden_layers) ?? count(config.n_layer) ?? count(config.n_layers),
    hidden: count(config.hidden_size) ?? count(config.n_embd) ?? count(config.d_model),
    positions: limit.reduce<number>((least, one) => Math.min(least, one ?? MOST_POSITIONS), MOST_POSITIONS),
    mask: "",
    unknown: special("unk_token"),
    // Whether the tokenizer puts it in front by itself shows when it is opened; then it is not put there again.
    before: written.add_bos_token === true ? special("bos_token") : null,
    after: null,
    causal: {
      stops: stopsOf(files, special("eos_token")),
      chat: files.template || (typeof template === "string" && template !== "") || Array.isArray(template),
    },
  };
}

/** Ids that end a text, as any of the files states them. @param end the tokenizer's end of text */
function stopsOf({ generation, config, tokenizer }: SmallFiles, end: string | null): number[] {
  const stated = [generation, config].flatMap((file) => (isRecord(file) ? [file.eos_token_id].flat() : []));
  const added = isRecord(tokenizer) && Array.isArray(tokenizer.added_tokens) ? tokenizer.added_tokens : [];
  const own = added.filter(isRecord).filter(({ content }) => content === end);
  const ids = [...stated, ...own.map(({ id }) => id)];
  return [...new Set(ids.filter((id): id is number => Number.isInteger(id) && (id as number) >= 0))];
}
