import { interpolateLab, piecewise } from "d3-interpolate";
import { memoLru } from "../../../core/memoLru.ts";
import type { Library } from "../../../library/load.ts";

/**
 * From low to high: amber to blue through rose. Lightness falls monotonically, so that the order is visible with any colour vision
 * and in grey, and both ends stand out from a light and a dark panel (lossScale.test.ts checks both).
 */
const ANCHORS = ["#eeb13c", "#e5835f", "#c75c7f", "#9150a0", "#4746a6"];
const blend = piecewise(interpolateLab, ANCHORS);

/** Number of distinct colours on the canvas, so that the fill style changes this often and not once per point. */
const STEPS = 48;
/** Share of prompts beyond each end of the scale: a few extreme ones would otherwise compress all others. */
const BEYOND = 0.02;

/** Colour at a position on the scale, 0 … 1. */
export const lossColor = (share: number): string => blend(Math.max(0, Math.min(1, share)));

export interface LossScale {
  /** Ends of the scale in nats per token; values beyond get the end colours. */
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

/** For unknown values. */
export const UNKNOWN_COLOR = "#888888";
