/** @file For tests: one family through the service that the worker runs, against Python. */
import { errorMessage } from "../../../core/errorMessage.ts";
import { transformersLoader } from "../model/transformers.ts";
import type { OpenCustomExpert } from "../protocol.ts";
import { CustomExpertService } from "../service.ts";
import { vocabularyOf } from "../vocabulary.ts";
import { expertOf, type Family, fetchFile, pythonOf, texts, tokensOf } from "./fixture.ts";

/** What differs from Python, by step; null where nothing could be compared. */
export interface Measured {
  /** The first sentence that went wrong. */
  failure: string | null;
  /** Texts whose ids differ. */
  tokens: number | null;
  /** Texts of which other words are read, or count. */
  words: number | null;
  /** Masks whose most probable tokens are others, and the largest difference of a probability. */
  fills: number | null;
  probability: number | null;
  /** Largest difference of a loss, nats per character. */
  loss: number | null;
}

const context = { signal: new AbortController().signal, progress: () => {} };
const service = new CustomExpertService(transformersLoader, fetchFile);

export async function measureFamily(family: Family): Promise<Measured> {
  const found: Measured = { failure: null, tokens: null, words: null, fills: null, probability: null, loss: null };
  try {
    const expert = expertOf(family);
    await service.open(expert, context);
    found.tokens = await differingTokens(family, expert);
    Object.assign(found, await losses(family, expert), await fills(family, expert));
  } catch (error) {
    found.failure = errorMessage(error);
  }
  await service.release(family.name);
  return found;
}

async function differingTokens(family: Family, { facts, files }: OpenCustomExpert): Promise<number> {
  const paths = Object.keys(files).filter((path) => path.endsWith(".json"));
  const contents = await Promise.all(paths.map((path) => fetchFile(files[path]!.url, files[path]!, {})));
  const tokenizer = await transformersLoader.tokenizer(new Map(paths.map((path, k) => [path, contents[k]!])), "wasm");
  const { tokenize, frame } = vocabularyOf(tokenizer, facts, Number.POSITIVE_INFINITY);
  const { before, after, ids } = tokensOf(family);
  const around = String([...frame]) === String([before, after]);
  return texts.tokenized.filter((text, k) => !around || String(tokenize(text)) !== String(ids[k])).length;
}

async function losses(family: Family, expert: OpenCustomExpert): Promise<Pick<Measured, "words" | "loss">> {
  let words = 0;
  let loss = 0;
  const python = pythonOf(family).losses;
  for (const [k, text] of texts.measured.entries()) {
    const counts = await service.words({ expert, text }, context);
    if (counts.join("") !== python[k]!.words) words++;
    const { nats, characters } = await service.measure({ expert, text, counts }, context);
    loss = Math.max(loss, Math.abs(nats / characters - python[k]!.nats / python[k]!.characters));
  }
  return { words, loss };
}

async function fills(family: Family, expert: OpenCustomExpert): Promise<Pick<Measured, "fills" | "probability">> {
  let fills = 0;
  let probability = 0;
  const python = pythonOf(family).fills;
  for (const [k, text] of texts.masked.entries()) {
    const { masks } = await service.fill({ expert, text, masks: [], topK: python[k]![0]!.length }, context);
    for (const [mask, best] of python[k]!.entries()) {
      const own = masks[mask]?.predictions ?? [];
      if (String(own.map(({ token }) => token)) !== String(best.map(([id]) => id))) fills++;
      for (const [at, [, chance]] of best.entries())
        probability = Math.max(probability, Math.abs((own[at]?.probability ?? 0) - chance));
    }
  }
  return { fills, probability };
}
