import { useState } from "react";
import type { Library } from "../../../../library/load.ts";
import { expertPaints } from "../../../color/palette.ts";
import { tipSeen } from "../../../tips/tip.ts";
import type { FrontLayout } from "../frontLayout.ts";
import type { PlacedLabel } from "../labels/placeLabels.ts";
import { labelPlace } from "../markShapes.ts";
import type { FrontCard } from "./frontCards.ts";

interface SingleExpertsProps {
  library: Library;
  layout: FrontLayout;
  /** By expert in manifest order. */
  cards: readonly (FrontCard | null)[];
  /** Names that have a place. */
  names: readonly PlacedLabel[];
}

/**
 * One dot per expert, ringed when nothing dominates it. The names that have a place are shown, or that of the one under the pointer.
 */
export function SingleExperts({ library, layout, cards, names }: SingleExpertsProps) {
  const { area, singles, outliers } = layout;
  const [hovered, setHovered] = useState<number | null>(null);
  const colors = expertPaints(library);
  const dots = cards.map((card, i) => {
    if (!card) return null;
    const [px, py] = card.at;
    return (
      <g
        key={card.key}
        className="single-expert"
        onPointerEnter={() => setHovered(i)}
        onPointerLeave={() => setHovered(null)}
        {...tipSeen(card.text)}
      >
        {outliers.marks[i] ? (
          <path className="single outlier" transform={`translate(${px},${py})`} d="M-4-4H4L0 4Z" fill={colors[i]} />
        ) : (
          <circle
            className={singles[i]!.onFront ? "single on-front" : "single"}
            cx={px}
            cy={py}
            r={5}
            fill={colors[i]}
          />
        )}
        {hovered === i && !outliers.marks[i] && (
          <text className="point-label single-label" {...labelPlace(px, area)} y={labelHeight(py, area)}>
            {library.manifest.experts[i]!.label}
          </text>
        )}
      </g>
    );
  });
  return (
    <>
      {dots}
      {hovered === null &&
        names.map(({ text, at: [px, py], anchor }) => (
          <text key={`${px} ${py}`} className="point-label single-label" x={px} y={py} textAnchor={anchor}>
            {text}
          </text>
        ))}
    </>
  );
}

/** Room that the outliers and their labels take above the lower edge, in pixels. */
const OUTLIER_ROOM = 30;

/** Baseline of a name: below its dot, or above it where the outliers' labels are. */
const labelHeight = (y: number, { height, bottom }: FrontLayout["area"]): number =>
  y + 17 > height - bottom - OUTLIER_ROOM ? y - 10 : y + 17;
