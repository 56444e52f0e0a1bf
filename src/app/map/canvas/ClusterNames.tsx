import { memo, useMemo } from "react";
import type { Library } from "../../../library/load.ts";
import { hasSeveralDomains } from "../../../library/manifest/manifestFacts.ts";
import type { Coordinates } from "../../../workers/map/layout.ts";
import { useExplorer } from "../../context.ts";
import { useTalking } from "../../header/useTalkMode.ts";
import { domainCenters, placeNames } from "./clusterNames.ts";
import type { MapScales } from "./mapScales.ts";
import { zoomArea } from "./zoomArea.ts";

interface ClusterNamesProps {
  library: Library;
  at: Coordinates;
  scales: MapScales;
  width: number;
  height: number;
  /** Pixels: where the typed prompt is marked, if it is. */
  markX?: number | undefined;
  markY?: number | undefined;
}

/** Pixels: half the size of the typed prompt's mark, which no name lies under. */
const MARK = 12;

/** The domains' names where most of their prompts lie; those that are switched off have none. */
export const ClusterNames = memo(function ClusterNames({
  library,
  at,
  scales,
  width,
  height,
  markX,
  markY,
}: ClusterNamesProps) {
  const talking = useTalking();
  const hidden = useExplorer((state) => state.map.hidden);
  const centers = useMemo(() => domainCenters(library, at), [library, at]);
  // One name for everything would stand at one of many clusters.
  const names = (hasSeveralDomains(library.manifest) ? library.manifest.domains : []).flatMap(({ id, label }) => {
    const center = hidden.includes(id) ? undefined : centers.get(id);
    return center ? [{ text: label, x: scales.x(center.x), y: scales.y(center.y) - 12 }] : [];
  });
  const inside = names.filter(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height);
  const taken = [zoomArea(width)];
  if (markX !== undefined && markY !== undefined) {
    taken.push({ left: markX - MARK, right: markX + MARK, top: markY - MARK, bottom: markY + MARK });
  }
  return (
    <g className="cluster-names" aria-hidden="true">
      {placeNames(inside, width, height, taken, talking ? 9.2 : undefined).map(({ text, x, y }) => (
        <text key={text} x={x} y={y} textAnchor="middle">
          {text}
        </text>
      ))}
    </g>
  );
});
