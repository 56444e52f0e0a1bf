import { Tokenizer } from "@huggingface/tokenizers";
import { InferenceError } from "../../../rpc/errors.ts";
import type { Decoder, OpenCausal } from "../causal/decoder.ts";
import { PROMPT_MASK as MASK, textEncoder, withMask } from "./specials.ts";
import type { Vocabulary } from "./words.ts";

/** [CLS] and [SEP]. */
export const FRAME = 2;
const UNKNOWN = "[UNK]";

export interface EncodedPrompt {
  /** The sequence the models read: [CLS], the first tokens of the text, [SEP]. */
  ids: number[];
  /** Number of text tokens kept. */
  tokens: number;
  truncated: boolean;
  /** Indices of [MASK] in `ids`. */
  maskPositions: number[];
}

/**
 * Converts text to token ids and back with the library's tokenizer; special tokens in a text are treated as text, except the mask.
 * Throws TokenizerError for an invalid file.
 */
export class PromptEncoder {
  readonly mask: number;
  /** The tokenizer in the form that words.ts measures with. */
  readonly vocabulary: Vocabulary;
  readonly #tokenizer: Tokenizer;
  /** Ids of a text whose masks are already in the tokenizer's spelling. */
  readonly #encode: (text: string) => number[];
  readonly #cls: number;
  readonly #sep: number;
  readonly #room: number;
  readonly #characters: number;

  /** `maxTokens` is the longest sequence the models accept, including [CLS] and [SEP]. */
  constructor(tokenizerJson: string, maxTokens: number) {
    try {
      this.#tokenizer = new Tokenizer(JSON.parse(tokenizerJson), {});
    } catch (error) {
      throw new InferenceError("TokenizerError", `The tokenizer cannot be read: ${(error as Error).message}`);
    }
    this.mask = this.#special(MASK);
    this.#cls = this.#special("[CLS]");
    this.#sep = this.#special("[SEP]");
    this.#room = maxTokens - FRAME;
    // A token of byte-level BPE has one letter per byte, and each UTF-16 unit is at least one byte. So text beyond this many units
    // cannot be among the kept tokens, and very long texts cost no more than this.
    let longest = 1;
    // An id without a token leaves a hole in the vocabulary.
    const tokens: Iterable<string | undefined> = this.#tokenizer.get_vocab().keys();
    for (const token of tokens) longest = Math.max(longest, token?.length ?? 0);
    this.#characters = (this.#room + 1) * longest;
    const special = [...this.#tokenizer.get_added_tokens_decoder().values()].filter((token) => token.special);
    this.#encode = textEncoder(
      (text) => this.#tokenizer.encode(text, { add_special_tokens: false }).ids,
      special.map(({ content }) => content).filter((content) => content !== MASK),
    );
    this.vocabulary = {
      tokenize: (piece) => this.#encode(withMask(piece, MASK)),
      isBlank: (token) => this.#decode(token).trim() === "",
      mask: this.mask,
      unknown: this.#tokenizer.token_to_id(UNKNOWN) ?? null,
      frame: [[this.#cls], [this.#sep]],
      room: this.#room,
    };
  }

  /** The tokenizer for causal experts: nothing stands after the text, and a mask is no token of theirs. */
  get forCausal(): Vocabulary {
    return { ...this.vocabulary, frame: [[this.#cls], []] };
  }

  /** A causal expert of the library as it reads with this tokenizer. */
  causal(decoder: Decoder): OpenCausal {
    return {
      decoder,
      front: [this.#cls],
      tokenize: this.#encode,
      chat: null,
      decode: (ids) =>
        this.#tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
      stops: new Set([this.#sep]),
      room: this.#room + FRAME,
    };
  }

  /** Null when the text is empty or only white space. Any string is safe: NUL, unpaired surrogates, 100,000 characters. */
  encode(text: string): EncodedPrompt | null {
    const compact = withoutSpaceBefore(MASK, withMask(text, MASK));
    const cut = compact.slice(0, this.#characters);
    if (cut.trim() === "") return null;
    // UTF-8 has no unpaired surrogates; replace them, as every encoder does.
    const kept = cut.replace(/\p{Surrogate}/gu, "\uFFFD");
    const all = this.#encode(kept);
    const tokens = Math.min(all.length, this.#room);
    const ids = [this.#cls, ...all.slice(0, tokens), this.#sep];
    return {
      ids,
      tokens,
      truncated: all.length > tokens || cut.length < compact.length,
      maskPositions: ids.flatMap((id, position) => (id === this.mask ? [position] : [])),
    };
  }

  /** A token for display: " the" keeps its space, a line break becomes ↵, half a character becomes �. */
  text(id: number): string {
    return visible(this.#decode(id));
  }

  #decode(id: number): string {
    return this.#tokenizer.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  }

  #special(token: string): number {
    const id = this.#tokenizer.token_to_id(token);
    if (id === undefined) throw new InferenceError("TokenizerError", `The tokenizer has no ${token} token.`);
    return id;
  }
}

/** [MASK] absorbs the white space before it, however long; every other token takes up at least one character. */
function withoutSpaceBefore(token: string, text: string): string {
  const parts = text.split(token);
  return parts.map((part, i) => (i < parts.length - 1 ? part.trimEnd() : part)).join(token);
}

/** Makes invisible text visible: control characters, and white space on its own. */
export function visible(text: string): string {
  const drawn = text.replace(/\p{Cc}/gu, (control) => {
    if (control === "\n") return "↵";
    if (control === "\t") return "⇥";
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "␡";
  });
  return /^ +$/.test(drawn) ? "␣".repeat(drawn.length) : drawn;
}
