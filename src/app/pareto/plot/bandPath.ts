import { area } from "d3-shape";
import type { Band } from "../../../workers/statistics/protocol.ts";
import type { Scale } from "./scales.ts";

/** SVG path of the band: the interval of the mean outcome above and below each point of the curve. */
export function bandPath(band: Band, x: Scale, y: Scale): string {
  const places = Array.from(band.x.keys()).filter((q) =>
    [x(band.x[q]!), y(band.low[q]!), y(band.high[q]!)].every(Number.isFinite),
  );
  return (
    area<number>()
      .x((q) => x(band.x[q]!))
      .y0((q) => y(band.low[q]!))
      .y1((q) => y(band.high[q]!))(places) ?? ""
  );
}
