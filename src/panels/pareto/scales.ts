import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import type { Outcome } from "../../state/store.ts";

export type Scale = ScaleContinuousNumeric<number, number>;

export interface PlotArea {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Scales of the front: better is up and to the right, so the cost axis runs from right (least) to left. Every list has its place. */
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

function padded(lists: readonly ArrayLike<number>[], scale: "log" | "linear"): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of lists) {
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return scale === "log" ? [1, 10] : [0, 1];
  if (scale === "log") return [low / 1.25, high * 1.25];
  const margin = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - margin, high + margin];
}

/** Few, round ticks: on a log axis 1, 2 and 5 of every decade. */
export function frontTicks(scale: Scale, kind: "log" | "linear", count: number): number[] {
  if (kind === "linear") return scale.ticks(count);
  const domain = scale.domain();
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  const ticks: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10) {
    for (const step of [1, 2, 5]) if (step * decade >= low && step * decade <= high) ticks.push(step * decade);
  }
  return ticks;
}
