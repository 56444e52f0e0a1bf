/** @file For tests: models that cannot take part, and what the page says of them. */
import { languageModelFacts } from "../../../library/hub/causalModel.ts";
import { filesOf, json, texts } from "./fixture.ts";

export interface Refused {
  what: string;
  config: Record<string, unknown>;
  /** The tokenizer.json, where it is the reason. */
  tokenizer?: Record<string, unknown>;
}

const own = json(filesOf(texts.families[0]!)["tokenizer.json"]!);
const withoutMask = own.added_tokens.filter(({ content }: { content: string }) => content !== "[MASK]");

export const REFUSED: readonly Refused[] = [
  ...[
    ["a discriminator", "ElectraForPreTraining"],
    ["a model that chooses spans", "SplinterForPreTraining"],
    ["an encoder without a head", "BertModel"],
    ["a classifier", "RobertaForSequenceClassification"],
    ["a sequence-to-sequence model", "T5ForConditionalGeneration"],
  ].map(([what, architecture]) => ({ what: what!, config: { architectures: [architecture] } })),
  {
    what: "a tokenizer.json that does not list its special tokens",
    config: { architectures: ["RobertaForMaskedLM"] },
    tokenizer: { ...own, added_tokens: withoutMask },
  },
  {
    what: "a tokenizer without a mask",
    config: { architectures: ["BertForMaskedLM"] },
    tokenizer: { ...own, added_tokens: withoutMask, model: { ...own.model, vocab: { "[UNK]": 0, a: 1 } } },
  },
];

/** What the page says. Throws if it would take the model. */
export function refusalOf({ config, tokenizer = own }: Refused): string {
  try {
    languageModelFacts({ config, tokenizer, settings: null, generation: null, template: false }, "owner/name");
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(config)} is not refused`);
}
