/** Fits the head that predicts an added expert's losses from the router's states. */
import type { Matrix } from "../../core/matrix.ts";
import { crossValidate, fitRidge, predictRidge } from "../../core/stats/ridge.ts";
import type { FitRequest, FitResult } from "./protocol.ts";

const FOLDS = 5;

/**
 * A ridge head on the router's states; its error is from five-fold cross-validation, in which every fold chooses its own penalty.
 * @param benchmark states of the benchmark's prompts, or null
 */
export function fitHead({ states, differences }: FitRequest, benchmark: Matrix | null): FitResult {
  const rows = differences.length;
  const x: Matrix = { rows, columns: states.length / rows, data: states };
  const fit = fitRidge(x, differences);
  const unseen = crossValidate(x, differences, FOLDS);
  const mean = differences.reduce((sum, value) => sum + value, 0) / rows;
  return {
    weights: fit.weights,
    intercept: fit.intercept,
    error: rootMeanSquare(differences.map((value, i) => value - unseen[i]!)),
    // Leave the text out of its own mean, as for the head.
    errorOfMean: rootMeanSquare(differences.map((value) => ((value - mean) * rows) / (rows - 1))),
    benchmark: benchmark && Float32Array.from(predictRidge(fit, benchmark)),
  };
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
