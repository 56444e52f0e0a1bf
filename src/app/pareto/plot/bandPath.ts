import { area } from "d3-shape";
import type { Band } from "../../../workers/statistics/protocol.ts";
import type { Scale } from "./scales.ts";

/**
 * SVG path of the band: the interval of the mean outcome above and below each point of the curve. It ends at the axes, which run as far as
 * the curves do.
 */
export function bandPath(band: Band, x: Scale, y: Scale): string {
  const places = Array.from(band.x.keys()).filter((q) =>
    [x(band.x[q]!), y(band.low[q]!), y(band.high[q]!)].every(Number.isFinite),
  );
  return (
    area<number>()
      .x((q) => within(x, band.x[q]!))
      .y0((q) => within(y, band.low[q]!))
      .y1((q) => within(y, band.high[q]!))(places) ?? ""
  );
}

/** The place of a value, at most at the end of its axis. */
function within(scale: Scale, value: number): number {
  const [from, to] = scale.range() as [number, number];
  return Math.max(Math.min(from, to), Math.min(Math.max(from, to), scale(value)));
}
