import { extent } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";

export interface MapScales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
}

const MARGIN = 14;

/** Scales that fit the whole map into a box of pixels. */
export function mapScales(xs: Float32Array, ys: Float32Array, width: number, height: number): MapScales {
  const [x0 = 0, x1 = 1] = extent(xs);
  const [y0 = 0, y1 = 1] = extent(ys);
  return {
    x: scaleLinear()
      .domain([x0, x1])
      .range([MARGIN, width - MARGIN]),
    y: scaleLinear()
      .domain([y0, y1])
      .range([height - MARGIN, MARGIN]),
  };
}
