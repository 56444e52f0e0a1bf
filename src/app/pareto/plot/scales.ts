import { ticks as evenTicks } from "d3-array";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import type { Outcome } from "../../../state/store.ts";

export type Scale = ScaleContinuousNumeric<number, number>;

export interface PlotArea {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Scales of the front: better is up and to the right, so the cost axis runs from right (lowest) to left. Every finite value has a
 * position; on a log axis, every finite value above zero.
 */
export function frontScales(
  xs: readonly ArrayLike<number>[],
  ys: readonly ArrayLike<number>[],
  xScale: "log" | "linear",
  outcome: Outcome,
  area: PlotArea,
): { x: Scale; y: Scale } {
  const [xLow, xHigh] = padded(xs, xScale);
  const [yLow, yHigh] = padded(ys, "linear");
  const x = (xScale === "log" ? scaleLog() : scaleLinear())
    .domain([xHigh, xLow])
    .range([area.left, area.width - area.right]);
  const upward = [area.height - area.bottom, area.top];
  const y = scaleLinear()
    .domain(outcome === "loss" ? [yHigh, yLow] : [yLow, yHigh])
    .range(upward);
  return { x, y };
}

/** Below this, steps between ticks would underflow. */
const LEAST_RANGE = 1e-290;

function padded(lists: readonly ArrayLike<number>[], scale: "log" | "linear"): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of lists) {
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      if (!Number.isFinite(value) || (scale === "log" && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return scale === "log" ? [1, 10] : [0, 1];
  if (scale === "log") return [low / 1.25, high * 1.25];
  // Values too close for ticks between them are treated as one.
  const margin = ([high - low, Math.abs(high)].find((size) => size > LEAST_RANGE) ?? 1) * 0.06;
  return [low - margin, high + margin];
}

/** Steps of a decade, from coarse to fine. */
const STEPS = [
  [1, 2, 5],
  [1, 1.5, 2, 3, 4, 5, 6, 8],
];
/** Fewer ticks than this do not show how an axis runs. */
const ENOUGH = 4;

/**
 * Few, round ticks: on a log axis 1, 2 and 5 of each decade, finer steps where these are fewer than four, or 1 of every so many
 * decades where they are too many. None if the domain allows none, for instance a log one from 0.
 */
export function frontTicks(scale: Scale, kind: "log" | "linear", count: number): number[] {
  const domain = scale.domain();
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  if (kind === "linear") return scale.ticks(count);
  if (low <= 0) return [];
  const [coarse, fine] = STEPS.map((steps) => logTicks(low, high, steps)) as [number[], number[]];
  if (coarse.length < ENOUGH) {
    const even = high - low > LEAST_RANGE ? evenTicks(low, high, ENOUGH) : [];
    return fine.length >= ENOUGH || fine.length >= even.length ? fine : even;
  }
  const decades = logTicks(low, high, [1]);
  if (coarse.length <= 2 * count || decades.length < 2) return coarse;
  const every = Math.ceil(decades.length / count);
  return decades.filter((_, i) => i % every === 0);
}

/** The given steps of each decade between two values above zero. */
function logTicks(low: number, high: number, steps: readonly number[]): number[] {
  const ticks: number[] = [];
  // Counted in whole decades: multiplying by 10 would never end when starting at 0, and drift elsewhere.
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const step of steps) {
      const tick = Number(`${step}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** About the width of a letter of the axis' labels, and the least space between two labels, in pixels. */
const LETTER = 7;
const SPACE = 8;

/** Those ticks of a horizontal axis whose labels do not meet, the roundest first. */
export function thinned(ticks: readonly number[], scale: Scale, format: (value: number) => string): number[] {
  const digits = (tick: number) => tick.toExponential().split("e")[0]!.replace(".", "");
  const roundest = [...ticks].sort(
    (a, b) => digits(a).length - digits(b).length || Number(digits(a) !== "1") - Number(digits(b) !== "1") || a - b,
  );
  const kept: { tick: number; left: number; right: number }[] = [];
  for (const tick of roundest) {
    const half = (LETTER * format(tick).length) / 2;
    const [left, right] = [scale(tick) - half, scale(tick) + half];
    if (kept.every((other) => right + SPACE <= other.left || other.right + SPACE <= left)) {
      kept.push({ tick, left, right });
    }
  }
  return kept.map(({ tick }) => tick).sort((a, b) => a - b);
}
