/** A causal language model as it is run: for all positions of a text at once, or token by token to continue one. */
import { type Model, output } from "../engine/engine.ts";
import { repeated } from "../text/masking.ts";

export interface Decoder {
  /** Logits at every position of a text, tokens × vocabulary: those of position t are for token t + 1. One plain call. */
  score(ids: readonly number[]): Promise<Float32Array>;
  /** Begins a continuation. The function reads further tokens and returns the logits after the last of them. */
  begin(): (ids: readonly number[]) => Promise<Float32Array>;
}

/** A model that keeps nothing between two calls reads the whole text again for every token. */
export function plainDecoder(model: Model): Decoder {
  const score = async (ids: readonly number[]) => output(await model.run(repeated(ids, 1)), "logits");
  return {
    score,
    begin: () => {
      const read: number[] = [];
      return async (ids) => {
        read.push(...ids);
        const logits = await score(read);
        return logits.subarray(logits.length - logits.length / read.length);
      };
    },
  };
}

/** An open causal expert, with all that is needed to read and to continue a text. */
export interface OpenCausal {
  decoder: Decoder;
  /** Ids that its tokenizer puts in front of every text; may be none, and then the first token of a text has no loss. */
  front: readonly number[];
  /** Ids of a text, with nothing added; special tokens in it are text. */
  tokenize(text: string): number[];
  /** Ids of a chat in which the user says this, up to where the answer begins; null without a chat template. */
  chat: ((text: string) => number[]) | null;
  /** Ids as text. */
  decode(ids: readonly number[]): string;
  /** Ids that end a text. */
  stops: ReadonlySet<number>;
  /** The longest sequence that it reads, `front` included. */
  room: number;
}
