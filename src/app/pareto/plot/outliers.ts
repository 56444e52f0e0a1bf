import type { PlotArea, Scale } from "./scales.ts";
import type { SinglePoint } from "./singlePoints.ts";

/** Pixels between marks that would lie on each other, and within which outliers share a label. */
const STEP = 9;
const TOGETHER = 24;
/** Above the lower edge of the plot, and how near to it a dot would lie on the axis. */
const RISE = 7;
const NEAR = 12;

/** Single experts whose outcome lies beyond the part of the axis that is drawn, or on its edge: they stand at the edge, with their values. */
export interface Outliers {
  /** Where the mark of an expert stands, in pixels, by expert in manifest order; null for those inside. */
  marks: ({ x: number; y: number } | null)[];
  /** Those at about the same cost share a label: how many they are, and their least and greatest outcome. */
  labels: OutlierLabel[];
}

export interface OutlierLabel {
  x: number;
  y: number;
  count: number;
  low: number;
  high: number;
}

/** Places outliers along the lower edge, those of the same cost side by side. */
export function placeOutliers(singles: readonly SinglePoint[], x: Scale, y: Scale, area: PlotArea): Outliers {
  const edge = area.height - area.bottom;
  const beyond = singles
    .map((single, expert) => ({ expert, px: x(single.x), value: single.y, py: y(single.y) }))
    .filter(({ px, py }) => Number.isFinite(px) && Number.isFinite(py) && py > edge - NEAR)
    .sort((a, b) => a.px - b.px || a.py - b.py);
  const groups: (typeof beyond)[] = [];
  for (const point of beyond) {
    const group = groups.at(-1);
    if (group && point.px - group.at(-1)!.px <= TOGETHER) group.push(point);
    else groups.push([point]);
  }
  const marks = singles.map((): { x: number; y: number } | null => null);
  const labels = groups.map((group) => {
    const width = STEP * (group.length - 1);
    const middle = group.reduce((sum, { px }) => sum + px, 0) / group.length;
    const left = Math.max(area.left + STEP, Math.min(middle - width / 2, area.width - area.right - width - STEP));
    group.forEach(({ expert }, k) => {
      marks[expert] = { x: left + k * STEP, y: edge - RISE };
    });
    const values = group.map(({ value }) => value);
    return {
      x: left + width / 2,
      y: edge - RISE - 9,
      count: group.length,
      low: Math.min(...values),
      high: Math.max(...values),
    };
  });
  return { marks, labels };
}
