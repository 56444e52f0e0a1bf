import type { Library } from "../../../library/load.ts";
import type { Coordinates } from "../../../workers/map/layout.ts";
import { type PlacedPrompt, positionOf } from "../../../workers/map/place.ts";
import type { Polygon } from "../../../workers/map/polygon.ts";
import { ClusterNames } from "./ClusterNames.tsx";
import type { MapScales } from "./mapScales.ts";

/** The typed prompt's marks on a map. */
export interface Typed {
  placed: PlacedPrompt;
  /** Its previous positions, oldest first; empty if no trail is shown. */
  trail: readonly PlacedPrompt[];
  /** Whether the prompt itself can be placed there, or only its neighbours are marked. */
  itself: boolean;
}

interface MapOverlayProps {
  library: Library;
  name: string;
  at: Coordinates;
  scales: MapScales;
  typed: Typed | null;
  hovered: number | null;
  /** Benchmark row that is shown in detail. */
  inspected: number | null;
  /** The selected area, or the one being drawn, in map coordinates. */
  lasso: Polygon | null;
  width: number;
  height: number;
}

/** The layer above the points: the typed prompt with its trail and neighbours, marked prompts, the selected area. */
export function MapOverlay(props: MapOverlayProps) {
  const { library, name, at, scales, typed, hovered, inspected, lasso, width, height } = props;
  const circle = (row: number, className: string, r: number) =>
    Number.isFinite(at.x[row]!) && (
      <circle key={className + row} className={className} cx={scales.x(at.x[row]!)} cy={scales.y(at.y[row]!)} r={r} />
    );
  const place = typed?.itself ? positionOf(typed.placed, at) : null;
  return (
    <svg
      className="map-overlay"
      width={width}
      height={height}
      role="img"
      aria-label={overlayLabel(library, name, typed)}
    >
      {lasso && <polygon className="lasso" points={lasso.map(([x, y]) => `${scales.x(x)},${scales.y(y)}`).join(" ")} />}
      <ClusterNames
        library={library}
        at={at}
        scales={scales}
        width={width}
        height={height}
        markX={place ? scales.x(place.x) : undefined}
        markY={place ? scales.y(place.y) : undefined}
      />
      {typed?.placed.neighbors.map(({ index }) => circle(index, "neighbor", 4))}
      {typed?.itself && <Trail typed={typed} at={at} scales={scales} />}
      {place && (
        <g className="typed" transform={`translate(${scales.x(place.x)},${scales.y(place.y)})`}>
          <path d="M0-12V12M-12 0H12" />
          <circle r={6} />
        </g>
      )}
      {hovered !== null && circle(hovered, "hovered", 6)}
      {inspected !== null && circle(inspected, "ring", 9)}
    </svg>
  );
}

/** The typed prompt's trail, fading with age. */
function Trail({ typed, at, scales }: { typed: Typed; at: Coordinates; scales: MapScales }) {
  const places = [...typed.trail, typed.placed].flatMap((placed) => positionOf(placed, at) ?? []);
  return (
    <g className="trail">
      {places.slice(1).map((to, i) => {
        const from = places[i]!;
        const share = (i + 1) / places.length;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its age
          <g key={i} opacity={share}>
            <line x1={scales.x(from.x)} y1={scales.y(from.y)} x2={scales.x(to.x)} y2={scales.y(to.y)} />
            <circle cx={scales.x(from.x)} cy={scales.y(from.y)} r={3} />
          </g>
        );
      })}
    </g>
  );
}

function overlayLabel(library: Library, name: string, typed: Typed | null): string {
  const base = `${name} of ${library.benchmark.rows} benchmark prompts.`;
  if (!typed) return base;
  const near = typed.placed.neighbors.map(({ index }) => library.benchmark.domain[index]!);
  const counts = new Map<string, number>();
  for (const domain of near) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  const [domain, count] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  return `${base} ${count} of the ${near.length} prompts nearest to yours are in the domain ${domain}.`;
}
