/** The settings of a tokenizer, `tokenizer_config.json`, as transformers.js needs them. */
import type { ModelFacts } from "../../../library/hub/maskedModel.ts";

const SETTINGS = "tokenizer_config.json";
/** Where newer models have their chat template. */
const TEMPLATE = "chat_template.jinja";

type Files = ReadonlyMap<string, ArrayBuffer>;

/** A model's files with settings: its own, with the chat template that stands beside them, or for a folder without any, the facts. */
export function withSettings(files: Files, facts: ModelFacts): Files {
  const text = (path: string) => new TextDecoder().decode(files.get(path));
  const own = files.has(SETTINGS) ? (JSON.parse(text(SETTINGS)) as Record<string, unknown>) : settingsOf(facts);
  if (!files.has(SETTINGS)) return new Map([...files, [SETTINGS, encoded(own)]]);
  if (!files.has(TEMPLATE) || own.chat_template !== undefined) return files;
  return new Map([...files, [SETTINGS, encoded({ ...own, chat_template: text(TEMPLATE) })]]);
}

function settingsOf({ causal, mask, unknown, before, after }: ModelFacts): Record<string, unknown> {
  const tokenizer_class = "PreTrainedTokenizerFast";
  if (causal) return { tokenizer_class, unk_token: unknown, bos_token: before };
  return { tokenizer_class, mask_token: mask, unk_token: unknown, cls_token: before, sep_token: after };
}

const encoded = (value: unknown): ArrayBuffer => new TextEncoder().encode(JSON.stringify(value)).buffer as ArrayBuffer;
