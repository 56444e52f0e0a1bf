import { meanRatio } from "../../../src/core/metrics/ratios.ts";
import { PairedBootstrap } from "../../../src/core/stats/pairedBootstrap.ts";
import { mulberry32 } from "../../../src/core/stats/random.ts";

const RESAMPLES = 1_000;
const PROMPTS_PER_DOCUMENT = 3;

/** A bootstrap of documents for the means of some policies: the app's, and the same in plain loops with the same random numbers. */
export function resamplings(prompts: number, policies: number) {
  const random = mulberry32(1);
  const clusters = Int32Array.from({ length: prompts }, (_, n) => Math.floor(n / PROMPTS_PER_DOCUMENT));
  const outcomes = Array.from({ length: policies }, () => Float64Array.from({ length: prompts }, () => 2 + random()));
  const ours = () => {
    const bootstrap = new PairedBootstrap(outcomes.map(meanRatio), prompts, { clusters, resamples: RESAMPLES });
    bootstrap.run(RESAMPLES);
    return bootstrap.values;
  };
  const theirs = () => plainResamples(clusters, outcomes);
  const [mine, plain] = [ours(), theirs()];
  const same = mine.every((values, k) => values.every((value, b) => Math.abs(value - plain[k]![b]!) < 1e-9));
  if (!same) throw new Error("The two bootstraps give different numbers.");
  return { ours, theirs };
}

function plainResamples(clusters: Int32Array, outcomes: readonly Float64Array[]): Float64Array[] {
  const documents: number[][] = [];
  clusters.forEach((document, n) => {
    documents[document] ??= [];
    documents[document].push(n);
  });
  const random = mulberry32(7);
  const means = outcomes.map(() => new Float64Array(RESAMPLES));
  for (let b = 0; b < RESAMPLES; b++) {
    const drawn = documents.flatMap(() => documents[Math.floor(random() * documents.length)]!);
    outcomes.forEach((outcome, k) => {
      let [sum, known] = [0, 0];
      for (let i = 0; i < drawn.length; i++) {
        const value = outcome[drawn[i]!]!;
        if (!Number.isFinite(value)) continue;
        sum += value;
        known++;
      }
      means[k]![b] = sum / known;
    });
  }
  return means;
}
