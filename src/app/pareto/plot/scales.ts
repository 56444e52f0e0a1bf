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

/** Few, round ticks: on a log axis 1, 2 and 5 of each decade, or 1 of every so many where these are too many. None if the domain allows none, for instance a log one from 0. */
export function frontTicks(scale: Scale, kind: "log" | "linear", count: number): number[] {
  const domain = scale.domain();
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  if (kind === "linear") return scale.ticks(count);
  if (low <= 0) return [];
  const ticks: number[] = [];
  const decades: number[] = [];
  // Counted in whole decades: multiplying by 10 would never end when starting at 0, and drift elsewhere.
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const step of [1, 2, 5]) {
      const tick = Number(`${step}e${power}`);
      if (!(tick >= low && tick <= high)) continue;
      ticks.push(tick);
      if (step === 1) decades.push(tick);
    }
  }
  if (ticks.length <= 2 * count || decades.length < 2) return ticks;
  const every = Math.ceil(decades.length / count);
  return decades.filter((_, i) => i % every === 0);
}
