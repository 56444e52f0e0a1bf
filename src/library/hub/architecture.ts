/** Decides which architectures can fill masks, from the names in `config.json`, before any weights are downloaded. */
import { UnsupportedModelError } from "../errors.ts";

/** Placeholder for a config that names no architecture. Whether its outputs can fill masks shows when it is opened. */
export const UNSTATED = "architecture not stated";

/** `WithLMHeadModel` is causal for GPT-2 and others, but these two are masked models. */
const MASKED = /For(?:MaskedLM|PreTraining)$|^(?:XLM|Flaubert)WithLMHeadModel$/;
/** Pretraining without a head over the vocabulary: a binary label per token, or a choice of spans. */
const DISCRIMINATORS = /^(?:Electra|Funnel)ForPreTraining$/;
const SPANS = /^SplinterForPreTraining$/;
const CAUSAL = /ForCausalLM$|LMHeadModel$/;
const WRITES_TEXTS = /ForConditionalGeneration$|ForSeq2SeqLM$/;

/**
 * The architecture of a masked language model.
 * @param config `config.json`; @param name the model's name in errors
 * Throws an UnsupportedModelError for an architecture that cannot fill masks, whatever its weights.
 */
export function maskedArchitecture(config: Readonly<Record<string, unknown>>, name: string): string {
  const named = (Array.isArray(config.architectures) ? config.architectures : []).filter(isName);
  const able = named.find((one) => MASKED.test(one) && !DISCRIMINATORS.test(one) && !SPANS.test(one));
  // XLM's masked and causal configs name the same class; this setting marks the causal ones.
  if (able !== undefined && config.causal !== true) return able;
  const [first] = named;
  if (first === undefined) return UNSTATED;
  if (DISCRIMINATORS.test(first)) {
    throw new UnsupportedModelError(
      name,
      `${name} is ${article(first)}, a discriminator: it detects replaced words and cannot fill masks. ` +
        "Choose its generator, which is published beside it under a name such as “…-generator”.",
    );
  }
  const reason =
    CAUSAL.test(first) || config.causal === true
      ? "it predicts the next word, and cannot fill a masked one"
      : WRITES_TEXTS.test(first)
        ? "it is a sequence-to-sequence model, which has no loss per masked word"
        : "it has no head that fills masks";
  throw new UnsupportedModelError(
    name,
    `${name} is ${article(first)}: ${reason}. Choose a masked or causal language model, one whose architecture ends in ForMaskedLM or ForCausalLM.`,
  );
}

/**
 * The architecture of a causal language model, which predicts each token from those before it; null for any other.
 * @param config `config.json`
 */
export function causalArchitecture(config: Readonly<Record<string, unknown>>): string | null {
  const named = (Array.isArray(config.architectures) ? config.architectures : []).filter(isName);
  const masked = config.causal !== true && named.some((one) => MASKED.test(one));
  return masked ? null : (named.find((one) => CAUSAL.test(one)) ?? null);
}

const article = (noun: string): string => `${/^(?:[AEIO]|XLM)/.test(noun) ? "an" : "a"} ${noun}`;

const isName = (value: unknown): value is string => typeof value === "string" && value.length < 200;
