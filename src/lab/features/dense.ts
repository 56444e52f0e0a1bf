import type { DenseRows, Feature, LearntScale, Preparation, Rows } from "./rows.ts";
import { surfaceRows } from "./surface.ts";

/** Added to each standard deviation. */
const LEAST_SPREAD = 1e-6;

/**
 * Standardises columns by mean and standard deviation of the training rows. One that is constant there says nothing, and becomes 0
 * everywhere: divided by next to nothing, a first question mark would outweigh all else.
 */
const standardiser = (raw: DenseRows, train: Int32Array): Preparation => scaled(learnScale(raw, train));

function learnScale(raw: DenseRows, train: Int32Array): LearntScale {
  const { columns, data } = raw;
  const mean = new Float64Array(columns);
  const factor = new Float64Array(columns);
  for (const row of train) for (let k = 0; k < columns; k++) mean[k]! += data[row * columns + k]! / train.length;
  for (const row of train) {
    for (let k = 0; k < columns; k++) factor[k]! += (data[row * columns + k]! - mean[k]!) ** 2 / train.length;
  }
  for (let k = 0; k < columns; k++) {
    const spread = Math.sqrt(factor[k]!);
    factor[k] = spread < LEAST_SPREAD ? 0 : 1 / (spread + LEAST_SPREAD);
  }
  return { kind: "scale", mean, factor };
}

/** Standardises columns as learnt. */
export function scaled({ mean, factor }: LearntScale): Preparation {
  const columns = mean.length;
  return (rows: Rows) => {
    if (rows.kind !== "dense" || rows.columns !== columns)
      throw new RangeError(`These rows need ${columns} numbers each.`);
    return { ...rows, data: rows.data.map((value, at) => (value - mean[at % columns]!) * factor[at % columns]!) };
  };
}

/**
 * A feature given as a matrix: vectors that the table brings, states of a router, an encoder's embeddings.
 * @param id also its name in reports
 * @param raw one row per prompt of the table; all numbers finite
 * @param ofTexts how rows for other texts are computed, if they can be
 */
export function matrixFeature(id: string, raw: DenseRows, ofTexts: Feature["ofTexts"] = null): Feature {
  if (raw.data.length !== raw.rows * raw.columns)
    throw new RangeError(`${id} needs ${raw.rows} × ${raw.columns} numbers.`);
  if (!raw.data.every(Number.isFinite)) throw new RangeError(`${id} has numbers that are not finite.`);
  return {
    id,
    raw,
    prepare: (train) => standardiser(raw, train),
    learn: (train) => learnScale(raw, train),
    ofTexts,
    readByModel: false,
  };
}

/**
 * Vectors by a language model.
 * @param texts cleaned, one per prompt of the table
 * @param ofTexts vectors of these, and of the texts that `changedTexts` makes of them
 */
export const modelFeature = (
  id: string,
  texts: readonly string[],
  ofTexts: (texts: readonly string[]) => DenseRows,
): Feature => ({ ...matrixFeature(id, ofTexts(texts), ofTexts), readByModel: true });

/** @param texts cleaned, one per prompt of the table */
export const surfaceFeature = (texts: readonly string[]): Feature =>
  matrixFeature("surface", surfaceRows(texts), surfaceRows);
