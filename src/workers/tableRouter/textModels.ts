/** Language models whose numbers are features of a router, with what it takes to read a text as the page does. */
import { Tokenizer } from "@huggingface/tokenizers";
import type { TextModel } from "../../lab/onnx/textModel.ts";
import type { EncoderFacts } from "../../library/hub/encoderModel.ts";
import { encoderFrame } from "../encoder/frame.ts";
import { PromptEncoder } from "../inference/text/prompt.ts";
import { PROMPT_MASK } from "../inference/text/specials.ts";

/** The files of a model that makes a feature, and how: a router by its state, in windows of a length, or an encoder by pooling. */
export interface TextSource {
  feature: string;
  model: ArrayBuffer;
  tokenizer: ArrayBuffer;
  how: { kind: "state"; output: string; maxTokens: number } | { kind: "encoder"; facts: EncoderFacts };
}

/** Throws a TokenizerError for a tokenizer that cannot be read. */
export function textModelOf({ feature, model, tokenizer, how }: TextSource): TextModel {
  const json = new TextDecoder().decode(tokenizer);
  const files = { feature, model: new Uint8Array(model), tokenizer: new Uint8Array(tokenizer) };
  if (how.kind === "encoder") {
    const { pooling, normalise, maxTokens } = how.facts;
    const read = new Tokenizer(JSON.parse(json), {});
    const ids = (text: string, framed: boolean) => read.encode(text, { add_special_tokens: framed }).ids;
    const frame = encoderFrame(ids, maxTokens);
    const reading = { ...frame, windows: false, apart: [], maskToken: null };
    return { ...files, reading, vector: { kind: "pooled", pooling, normalise } };
  }
  const { frame, room } = new PromptEncoder(json, how.maxTokens).vocabulary;
  const { added_tokens: added = [] } = JSON.parse(json) as { added_tokens?: { content: string; special: boolean }[] };
  const apart = added
    .filter(({ special, content }) => special && content !== PROMPT_MASK)
    .map(({ content }) => content);
  const [before, after] = frame.map((ids) => [...ids]) as [number[], number[]];
  const reading = { before, after, empty: [], room, windows: true, apart, maskToken: PROMPT_MASK };
  return { ...files, reading, vector: { kind: "output", name: how.output } };
}
