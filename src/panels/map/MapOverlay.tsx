import type { Library } from "../../library/load.ts";
import type { PlacedPrompt } from "../../map/place.ts";
import type { Polygon } from "../../map/polygon.ts";
import type { MapScales } from "./mapScales.ts";

interface MapOverlayProps {
  library: Library;
  scales: MapScales;
  placed: PlacedPrompt | null;
  hovered: number | null;
  /** Benchmark row that is shown in detail. */
  inspected: number | null;
  /** The selected area, or the one that is being drawn, in map coordinates. */
  lasso: Polygon | null;
  width: number;
  height: number;
}

/** What stands above the points: the typed prompt and its neighbours, marked prompts, the selected area. */
export function MapOverlay({ library, scales, placed, hovered, inspected, lasso, width, height }: MapOverlayProps) {
  const { x: xs, y: ys } = library.benchmark;
  const circle = (row: number, className: string, r: number) => (
    <circle key={className + row} className={className} cx={scales.x(xs[row]!)} cy={scales.y(ys[row]!)} r={r} />
  );
  return (
    <svg className="map-overlay" width={width} height={height} role="img" aria-label={overlayLabel(library, placed)}>
      {lasso && <polygon className="lasso" points={lasso.map(([x, y]) => `${scales.x(x)},${scales.y(y)}`).join(" ")} />}
      {placed?.neighbors.map(({ index }) => circle(index, "neighbor", 4))}
      {placed && (
        <g className="typed" transform={`translate(${scales.x(placed.x)},${scales.y(placed.y)})`}>
          <path d="M0-12V12M-12 0H12" />
          <circle r={6} />
        </g>
      )}
      {hovered !== null && circle(hovered, "hovered", 6)}
      {inspected !== null && circle(inspected, "ring", 9)}
    </svg>
  );
}

function overlayLabel(library: Library, placed: PlacedPrompt | null): string {
  const base = `Map of ${library.benchmark.rows} benchmark prompts.`;
  if (!placed) return base;
  const near = placed.neighbors.map(({ index }) => library.benchmark.domain[index]!);
  const counts = new Map<string, number>();
  for (const domain of near) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  const [domain, count] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  return `${base} ${count} of the ${near.length} prompts nearest to yours are of the domain ${domain}.`;
}
