import { interpolateLab, piecewise } from "d3-interpolate";
import { memoLru } from "../../../core/memoLru.ts";
import type { Library } from "../../../library/load.ts";

/**
 * From little to much: amber to blue by way of rose. Lightness falls all the way, so that the order is seen with any colour vision and
 * in grey, and both ends stand out from a light and from a dark panel (lossScale.test.ts checks both).
 */
const ANCHORS = ["#eeb13c", "#e5835f", "#c75c7f", "#9150a0", "#4746a6"];
const blend = piecewise(interpolateLab, ANCHORS);

/** Colours that are told apart by the canvas, so that it changes its fill style this often and not once a point. */
const STEPS = 48;
/** The scale leaves so large a share of the prompts beyond each end: a few extreme ones would flatten all others. */
const BEYOND = 0.02;

/** Colour at a share of the scale, 0 … 1. */
export const lossColor = (share: number): string => blend(Math.max(0, Math.min(1, share)));

export interface LossScale {
  /** Ends of the scale in nats per token; values beyond have the colour of the end. */
  low: number;
  high: number;
  color: (loss: number) => string;
}

/** Scale of one expert's predicted losses over the benchmark. */
export const lossScale = memoLru((library: Library, expert: number): LossScale => {
  const { data, columns, rows } = library.benchmark.predicted;
  const values = Float64Array.from({ length: rows }, (_, row) => data[row * columns + expert]!)
    .filter(Number.isFinite)
    .sort();
  const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
  const [low, high] = [at(BEYOND), at(1 - BEYOND)];
  const shades = Array.from({ length: STEPS }, (_, step) => lossColor(step / (STEPS - 1)));
  return {
    low,
    high,
    color: (loss) => {
      const share = high > low ? (loss - low) / (high - low) : 0.5;
      return shades[Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1))] ?? UNKNOWN_COLOR;
    },
  };
});

/** What is not known. */
export const UNKNOWN_COLOR = "#888888";
