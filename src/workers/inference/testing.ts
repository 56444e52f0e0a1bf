/** @file Fakes for tests: an engine and a tokenizer small enough to reason about. */
import { createQueue } from "../../rpc/queue.ts";
import type { Engine, Model, Outputs } from "./engine/engine.ts";
import type { Backend } from "./protocol.ts";
import type { Batch } from "./types.ts";

export interface FakeEngine extends Engine {
  /** The calls, in order: "load", "run", "release". */
  readonly log: string[];
}

/** An engine whose outputs are computed by a function. `failure` may throw to simulate a broken backend. */
export function fakeEngine(
  backend: Backend,
  compute: (batch: Batch, file: ArrayBuffer) => Outputs,
  failure: (action: "load" | "run") => void = () => undefined,
): FakeEngine {
  const log: string[] = [];
  const count = (action: string) => log.filter((entry) => entry === action).length;
  return {
    backend,
    threads: 1,
    turn: createQueue(),
    log,
    get models() {
      return count("load") - count("release");
    },
    async load(file): Promise<Model> {
      log.push("load");
      failure("load");
      return {
        async run(batch) {
          log.push("run");
          failure("run");
          return compute(batch, file);
        },
        async release() {
          log.push("release");
        },
      };
    },
  };
}

/** The letter for each byte in byte-level BPE: itself if printable, else one beyond Latin-1. */
export function byteAlphabet(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCharCode(printable ? byte : next++);
  });
}

/** A tokenizer.json of the library's kind: special tokens, one token per byte, and the given merges. */
export function tokenizerJson(merges: readonly [string, string][] = [], special = SPECIAL): string {
  const tokens = [...special, ...byteAlphabet(), ...merges.map((pair) => pair.join(""))];
  return JSON.stringify({
    added_tokens: special.map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
      lstrip: content === "[MASK]",
      rstrip: false,
      single_word: false,
    })),
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: { type: "BPE", vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges },
  });
}

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
