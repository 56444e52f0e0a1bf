import { line } from "d3-shape";
import type { Curve } from "../../../core/curves/curve.ts";
import type { Scale } from "./scales.ts";

/** To a hundredth of a pixel: fewer characters for the browser to parse. */
const toPath = line().digits(2);

/** SVG path of an exact curve, without points on the same pixel as the previous one. */
export function curvePath(curve: Curve, x: Scale, y: Scale): string {
  const points: [number, number][] = [];
  for (let k = 0; k < curve.lambda.length; k++) {
    const px = x(curve.x[k]!);
    const py = y(curve.y[k]!);
    if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
    const last = points.at(-1);
    if (last && k < curve.lambda.length - 1 && Math.abs(last[0] - px) + Math.abs(last[1] - py) < 0.5) continue;
    points.push([px, py]);
  }
  return toPath(points) ?? "";
}
