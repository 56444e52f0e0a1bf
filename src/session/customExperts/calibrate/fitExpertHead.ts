import { type ReferenceLoss, spreadExperts, toNatsPerToken } from "../../../core/metrics/tokenizerScale.ts";
import { meanKnown } from "../../../core/stats/meanKnown.ts";
import { pairedDifference } from "../../../core/stats/pairedDifference.ts";
import { FEWEST_ROWS } from "../../../core/stats/ridge.ts";
import { stackedWeights } from "../../../core/stats/stacking.ts";
import type { Calibration } from "../../../library/customExperts/customExpert.ts";
import { besideReferences, meansOf } from "../../../library/customExperts/withCustomExperts.ts";
import { UnsupportedModelError } from "../../../library/errors.ts";
import type { Library } from "../../../library/load.ts";
import { scaleOf } from "../../../library/manifest/manifestFacts.ts";
import type { CustomExpertClient } from "../../../workers/customExperts/client.ts";
import type { OpenCustomExpert } from "../../../workers/customExperts/protocol.ts";
import type { InferenceClient } from "../../../workers/inference/client.ts";
import type { MeasureRequest } from "../../../workers/inference/protocol.ts";
import { ReferenceLosses } from "./referenceLosses.ts";

/** Number of library experts that are measured next to the custom expert. */
const COMPARED_EXPERTS = 4;
/** With this many texts, fits and cross-validation take a second or two. */
export const MOST_TEXTS = 250;
/** Cross-validation leaves out a fifth, and the rest must still be enough for a fit. */
export const FEWEST_TEXTS = 2 * FEWEST_ROWS;

export interface CalibrateOptions {
  signal: AbortSignal;
  onProgress: (loaded: number, total: number) => void;
  /** Cached losses of the library's experts; new measurements are added. */
  references?: ReferenceLosses;
}

/** One text that all compared experts can read. */
interface Sample {
  text: string;
  state: Float32Array;
  /** Predicted losses of the library's experts, and their mean. */
  predicted: Float32Array;
  mean: number;
  /** Words that count, the same for all experts. */
  counts: Uint8Array;
  nats: number;
  characters: number;
  perToken: number | null;
}

/**
 * Measures a custom expert on a sample of texts, together with some experts of the library, and fits its head. With the library's
 * tokenizer its losses are already nats per token; with another one they are converted to that scale text by text
 * (core/metrics/tokenizerScale.ts). It is compared with experts of the library on the same words, the references, so far as their losses
 * vary together (core/stats/stacking.ts): the prediction follows those of the references, and the head only learns what sets it apart
 * from them. Throws an UnsupportedModelError when too few texts are left, an InferenceError, or the signal's reason.
 */
export async function fitExpertHead(
  library: Library,
  texts: readonly string[],
  expert: OpenCustomExpert,
  sharedTokenizer: boolean,
  inference: Pick<InferenceClient, "embed" | "measure">,
  client: Pick<CustomExpertClient, "call">,
  { signal, onProgress, references: knownLosses = new ReferenceLosses() }: CalibrateOptions,
): Promise<Omit<Calibration, "library">> {
  const experts = library.manifest.experts;
  const { predicted } = library.benchmark;
  const means = library.expertIds.map((_, i) =>
    experts[i]!.model === undefined || experts[i]!.tokenizer !== undefined
      ? Number.NaN
      : meanKnown(Array.from({ length: predicted.rows }, (_, row) => predicted.data[row * predicted.columns + i]!)),
  );
  const references = spreadExperts(means, COMPARED_EXPERTS);
  const total = texts.length * (1 + references.length);
  let done = 0;
  const step = () => onProgress(++done, total);

  const samples: Sample[] = [];
  for (const text of texts) {
    const sample = await measureCustomExpert(text, expert, inference, client, signal);
    if (sample) samples.push(sample);
    step();
  }
  checkEnough(samples.length);
  const scale = scaleOf(library.manifest);
  const tokenizer = library.file(library.manifest.tokenizer!).sha256;
  const measured: ReferenceLoss[][] = samples.map(() => []);
  const compared: Calibration["references"] = [];
  done = texts.length;
  for (const i of references) {
    const { id, label, model } = experts[i]!;
    let nats = 0;
    for (const [k, { text, counts, characters }] of samples.entries()) {
      const request = { expert: { key: id, model: library.file(model!), scale }, text, counts };
      const measure = (one: MeasureRequest) => inference.measure(one, { signal });
      const loss = await knownLosses.of(request, tokenizer, measure);
      signal.throwIfAborted();
      measured[k]!.push({ perToken: loss.perToken ?? Number.NaN, perCharacter: loss.nats / characters });
      nats += loss.nats;
      step();
    }
    compared.push({ id, label, perCharacter: nats / charactersOf(samples) });
  }
  // The worker measured it in the library's unit where it is of the library's task, and that unit is one of characters or its own.
  const sameTask = (expert.facts?.causal !== undefined) === (scale.task === "causal");
  const onScale = sameTask && (sharedTokenizer || scale.unit === "nats per character");
  const losses = samples.map(({ perToken, nats, characters }, k) =>
    onScale ? (perToken ?? Number.NaN) : toNatsPerToken(nats / characters, measured[k]!),
  );
  // All-mask texts have no measurable loss.
  const known = samples.flatMap((sample, k) =>
    Number.isFinite(losses[k]!) ? [{ ...sample, loss: losses[k]!, others: measured[k]! }] : [],
  );
  checkEnough(known.length);
  const size = known[0]!.state.length;
  const states = new Float32Array(known.length * size);
  known.forEach(({ state }, k) => {
    states.set(state, k * size);
  });
  const apart = {
    data: Float32Array.from(known.flatMap(({ mean, others }) => others.map(({ perToken }) => perToken - mean))),
    rows: known.length,
    columns: references.length,
  };
  const differences = Float64Array.from(known, ({ loss, mean }) => loss - mean);
  stackedWeights(differences, apart).forEach((weight, r) => {
    if (weight !== 0) compared[r]!.weight = weight;
  });
  const beside = (losses: ArrayLike<number>, mean: number) =>
    besideReferences(library.expertIds, compared, losses, mean);
  const { embeddings, embeddingSize } = library.manifest.benchmark;
  const { weights, intercept, error, errorOfMean, benchmark } = await client.call(
    "fit",
    {
      states,
      differences: differences.map((difference, k) => {
        const { predicted, others, mean } = known[k]!;
        const seen = Float64Array.from(predicted);
        references.forEach((i, r) => {
          if (Number.isFinite(others[r]!.perToken)) seen[i] = others[r]!.perToken;
        });
        return difference - beside(seen, mean);
      }),
      benchmark:
        embeddings === undefined || embeddingSize === undefined
          ? null
          : { file: library.file(embeddings), size: embeddingSize },
    },
    { signal },
  );
  return {
    prompts: known.length,
    sharedTokenizer: onScale,
    weights: Array.from(weights),
    intercept,
    error,
    errorOfMean,
    perCharacter: samples.reduce((sum, { nats }) => sum + nats, 0) / charactersOf(samples),
    references: compared,
    measured: {
      texts: samples.length,
      differences: compared.map(({ id }, r) => {
        const own = samples.map(({ nats, characters }) => nats / characters);
        const { mean, low, high } = pairedDifference(
          own,
          measured.map((losses) => losses[r]!.perCharacter),
        );
        return { id, mean, low, high };
      }),
    },
    benchmark:
      benchmark &&
      Array.from(meansOf(predicted), (mean, r) => {
        const losses = predicted.data.subarray(r * predicted.columns, (r + 1) * predicted.columns);
        return benchmark[r]! + beside(losses, mean);
      }),
  };
}

function checkEnough(texts: number): void {
  if (texts >= FEWEST_TEXTS) return;
  throw new UnsupportedModelError(
    "texts",
    `Only ${texts} of the texts have words that the router and the new expert can both read; ${FEWEST_TEXTS} are needed. Add more texts.`,
  );
}

/** Null for a text without a word that both the router's tokenizer and the custom expert's can read. */
async function measureCustomExpert(
  text: string,
  expert: OpenCustomExpert,
  inference: Pick<InferenceClient, "embed" | "measure">,
  client: Pick<CustomExpertClient, "call">,
  signal: AbortSignal,
): Promise<Sample | null> {
  const routed = await inference.embed(text, { signal });
  if (!routed) return null;
  const words = await client.call("words", { expert, text }, { signal });
  const counts = routed.words.slice(0, words.length).map((usable, word) => usable & words[word]!);
  if (!counts.includes(1)) return null;
  const { nats, characters, perToken } = await client.call("measure", { expert, text, counts }, { signal });
  const { state, losses: predicted } = routed;
  return { text, state, predicted, mean: meanKnown(predicted), counts, nats, characters, perToken };
}

const charactersOf = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { characters }) => sum + characters, 0);

/** Splits a file into texts at blank lines, or at every line if there are none; empty texts are dropped. */
export function cutTexts(written: string): string[] {
  const clean = written.replace(/\r\n?/g, "\n").trim();
  const parts = clean.split(/\n[ \t]*\n+/);
  return (parts.length > 1 ? parts : clean.split("\n")).map((part) => part.trim()).filter(Boolean);
}
