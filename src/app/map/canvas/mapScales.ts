import { extent } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { type Camera, type Frame, frameOf } from "../../../workers/map/camera.ts";
import type { Coordinates } from "../../../workers/map/layout.ts";

export interface MapScales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
}

const MARGIN = 14;

/** The whole map: the extent of its points. */
export function wholeOf({ x, y }: Coordinates): Frame {
  const [x0 = 0, x1 = 1] = extent(x);
  const [y0 = 0, y1 = 1] = extent(y);
  return { x: [x0, x1], y: [y0, y1] };
}

/** Scales that fit the camera's view into a box of pixels. */
export function mapScales(whole: Frame, camera: Camera | null, width: number, height: number): MapScales {
  const frame = frameOf(whole, camera);
  return {
    x: scaleLinear()
      .domain(frame.x)
      .range([MARGIN, width - MARGIN]),
    y: scaleLinear()
      .domain(frame.y)
      .range([height - MARGIN, MARGIN]),
  };
}

/** A linear scale as value × slope + offset, for loops over all points: many times faster than calls of the scale. */
export interface Slope {
  slope: number;
  offset: number;
}

export function slopeOf(scale: ScaleLinear<number, number>): Slope {
  const offset = scale(0);
  return { slope: scale(1) - offset, offset };
}
