import type { Baseline } from "../../../../analysis/front/baselines.ts";
import { wordsOf } from "../../../../analysis/words.ts";
import type { Library } from "../../../../library/load.ts";
import type { FrontLayout } from "../frontLayout.ts";
import type { Point } from "../nearestPoint.ts";
import type { OutlierLabel } from "../outliers.ts";
import { edgeSpot } from "./hullSpot.ts";
import { HANDLE } from "./nowSpot.ts";
import { type Box, boxOf, meets, type PlacedLabel, placeLabels, placeText, type Spot } from "./placeLabels.ts";

/** Pixels by which the label of outliers may be moved aside, and between two rows of such labels. */
const ASIDE = 8;
const STEPS = 16;
const ROW = 1.3;
const ROWS = 8;

/** Up to so many models of a table may all have their names on the plot. */
const FEW = 20;

/** A text and its place. */
export interface PlacedText extends Spot {
  text: string;
}

/** Texts of the front that do not move with λ: each clear of the others, of all dots and of the axes. */
export interface FrontLabels {
  /** Names of undominated experts, then of a small table's other models, where they lie on nothing else. */
  names: PlacedLabel[];
  outliers: PlacedText[];
  /** Where on its edge the hull's text stands, as a share of the edge's length; null if nowhere. */
  hull: number | null;
  /** Boxes of all of them. */
  boxes: Box[];
  /** Middles of all dots. */
  dots: Point[];
}

/**
 * Places the texts of the front.
 * @param type the size of the type in pixels
 */
export function frontLabels(
  library: Library,
  layout: FrontLayout,
  baselines: readonly Baseline[],
  formatY: (value: number) => string,
  type: number,
): FrontLabels {
  const { area, singles, predicted, outliers, x, y } = layout;
  const lowest = area.height - area.bottom - 7;
  const seen = ([px, py]: Point) => Number.isFinite(px) && Number.isFinite(py);
  const dots = [
    ...singles.map((single, i): Point => {
      const mark = outliers.marks[i];
      return mark ? [mark.x, mark.y] : [x(single.x), y(single.y)];
    }),
    ...baselines.map((mark): Point => [x(mark.x), Math.min(y(mark.y), lowest)]),
    ...predicted.map((point): Point => [x(point.x), y(point.y)]),
  ].filter(seen);
  const curves = layout.steps();
  const boxes: Box[] = [];
  const { experts } = wordsOf(library.manifest);
  const edge = outliers.labels.map((label): PlacedText => {
    const { count, low, high } = label;
    const text = count === 1 ? formatY(low) : `${count} ${experts}, ${formatY(low)} to ${formatY(high)}`;
    const spots = besideOutliers(label, type);
    // It must be seen: where nothing is free, it stands above its marks.
    const { box, ...spot } = placeText(text, spots, area, { taken: boxes, dots, curves: [] }, type) ?? {
      ...inside(text, spots[0]!, layout, type),
    };
    boxes.push(box);
    return { text, ...spot };
  });
  const hull = layout.hull.edge && edgeSpot(layout.hull.edge, dots, boxes, type);
  if (hull) boxes.push(...hull.boxes);
  const nameable = singles.flatMap((single, i) => {
    const named = !outliers.marks[i] && seen([x(single.x), y(single.y)]);
    const label = { text: library.manifest.experts[i]!.label, x: x(single.x), y: y(single.y) };
    return named ? [{ label, onFront: single.onFront }] : [];
  });
  const labels = nameable.flatMap(({ label, onFront }) => (onFront ? [label] : []));
  // Others' routers have no other name on the plot.
  for (const { mark, label, ...point } of baselines) {
    const [px, py] = [x(point.x), y(point.y)];
    if (mark === "router" && seen([px, py])) labels.unshift({ text: label, x: px, y: py });
  }
  for (const point of predicted) {
    const [px, py] = [x(point.x), y(point.y)];
    if (seen([px, py])) labels.push({ text: library.manifest.experts[point.expert]!.label, x: px, y: py });
  }
  // A table's models are looked for by their names: the others have the places that are left.
  if (!library.manifest.router && singles.length <= FEW) {
    labels.push(...nameable.flatMap(({ label, onFront }) => (onFront ? [] : [label])));
  }
  const names = placeLabels(labels, area, boxes, dots, curves, type);
  boxes.push(...names.map(({ text, ...spot }) => boxOf(text, spot, type)));
  return { names, outliers: edge, hull: hull?.share ?? null, boxes, dots };
}

/**
 * The same with the names that the handle of the current λ lies on moved aside, or left out where nothing is free: the dot's card has
 * them. The same object where it lies on none.
 */
export function clearOfHandle(labels: FrontLabels, [px, py]: Point, layout: FrontLayout, type: number): FrontLabels {
  const handle: Box = { left: px - HANDLE, right: px + HANDLE, top: py - HANDLE, bottom: py + HANDLE };
  const under = (name: PlacedLabel) => meets(boxOf(name.text, name, type), handle);
  if (!labels.names.some(under)) return labels;
  const kept = labels.names.filter((name) => !under(name));
  // The boxes of names come last.
  const others = labels.boxes.slice(0, labels.boxes.length - labels.names.length);
  const taken = [...others, ...kept.map((name) => boxOf(name.text, name, type))];
  const moved = placeLabels(
    labels.names.filter(under),
    layout.area,
    [handle, ...taken],
    labels.dots,
    layout.steps(),
    type,
  );
  return {
    ...labels,
    names: [...kept, ...moved],
    boxes: [...taken, ...moved.map((name) => boxOf(name.text, name, type))],
  };
}

/** Places for the label of outliers: above their marks, then more and more aside, then the same in a row above. */
function besideOutliers({ x, y }: OutlierLabel, type: number): Spot[] {
  return Array.from({ length: ROWS }, (_, row) => row).flatMap((row) =>
    Array.from({ length: 2 * STEPS + 1 }, (_, k): Spot => {
      const aside = (k % 2 === 0 ? 1 : -1) * Math.ceil(k / 2) * ASIDE;
      return { at: [x + aside, y - row * ROW * type], anchor: "middle" };
    }),
  );
}

/** A spot moved so that its text is inside the plot. */
function inside(text: string, spot: Spot, { area }: FrontLayout, type: number): Spot & { box: Box } {
  const box = boxOf(text, spot, type);
  const move = Math.max(0, area.left - box.left) - Math.max(0, box.right - (area.width - 2));
  const moved: Spot = { ...spot, at: [spot.at[0] + move, spot.at[1]] };
  return { ...moved, box: boxOf(text, moved, type) };
}
