import type { Baseline } from "../../../../analysis/front/baselines.ts";
import { wordsOf } from "../../../../analysis/words.ts";
import type { Library } from "../../../../library/load.ts";
import { formatRaw } from "../../../ui/words/format.ts";
import { firstAndOthers } from "../../../ui/words/names.ts";
import type { FrontLayout } from "../frontLayout.ts";
import type { Point } from "../nearestPoint.ts";

/** A mark of the front: where it stands, and what its card says on hover, touch and focus. */
export interface FrontCard {
  /** Unique among the plot's marks. */
  key: string;
  /** The part of the legend that shows or hides it. */
  part: "experts" | "policies";
  at: Point;
  text: string;
}

export interface FrontCards {
  /** By expert in manifest order; null where a value is unknown. */
  singles: (FrontCard | null)[];
  /** Experts that the user has added. */
  predicted: FrontCard[];
  baselines: (FrontCard & Pick<Baseline, "mark">)[];
}

/** The cards of all marks that are drawn. */
export function frontCards(
  library: Library,
  { area, constraint, singles, predicted, outliers, x, y }: FrontLayout,
  baselines: readonly Baseline[],
  formatY: (value: number) => string,
): FrontCards {
  const ids = library.expertIds;
  const drawn = ({ at: [px, py] }: FrontCard) => Number.isFinite(px) && Number.isFinite(py);
  const source = (i: number) => {
    if (!constraint.localMeasurement) return "";
    return constraint.localMeasurement.experts[i]
      ? " measured in this browser"
      : " from the recipe, scaled to this browser's speed";
  };
  const raw = (value: number) => formatRaw(value, constraint.unit);
  return {
    singles: singles.map((single, i) => {
      const standing = single.onFront
        ? `on the Pareto front of single ${wordsOf(library.manifest).experts}`
        : `dominated by ${firstAndOthers(single.dominators.map((j) => ids[j]!))}`;
      const mark = outliers.marks[i];
      const card: FrontCard = {
        key: ids[i]!,
        part: "experts",
        at: mark ? [mark.x, mark.y] : [x(single.x), y(single.y)],
        text: `${ids[i]}: ${formatY(single.y)}, ${raw(single.x)}${source(i)}, ${standing}`,
      };
      return drawn(card) ? card : null;
    }),
    predicted: predicted
      .map((point): FrontCard => {
        const text = `${ids[point.expert]}: predicted ${formatY(point.y)}, not measured, ${raw(point.x)}`;
        return { key: ids[point.expert]!, part: "experts", at: [x(point.x), y(point.y)], text };
      })
      .filter(drawn),
    baselines: baselines
      .map((baseline) => {
        // At the edge where it lies beyond; its card has the value.
        const at: Point = [x(baseline.x), Math.min(y(baseline.y), area.height - area.bottom - 7)];
        const text = `${baseline.label}: ${formatY(baseline.y)}, ${raw(baseline.x)}`;
        return { key: `baseline ${baseline.id}`, part: "policies" as const, at, text, mark: baseline.mark };
      })
      .filter(drawn),
  };
}
