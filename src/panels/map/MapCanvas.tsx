import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Library } from "../../library/load.ts";
import type { PlacedPrompt } from "../../map/place.ts";
import type { ColorGroup } from "./mapColors.ts";

interface MapCanvasProps {
  library: Library;
  groups: readonly ColorGroup[];
  placed: PlacedPrompt | null;
  width: number;
  height: number;
  describe: (row: number) => string;
}

const MARGIN = 14;
const HOVER_RADIUS = 8;

/** The map itself: one canvas for the benchmark's prompts, one SVG above it for the typed prompt and the hover. */
export function MapCanvas({ library, groups, placed, width, height, describe }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const { x: xs, y: ys } = library.benchmark;
  const scales = useMemo(() => mapScales(xs, ys, width, height), [xs, ys, width, height]);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const side = Math.max(2, Math.min(4, Math.sqrt((width * height) / 30_000)));
    for (const { color, rows } of groups) {
      context.fillStyle = color;
      for (const row of rows)
        context.fillRect(scales.x(xs[row]!) - side / 2, scales.y(ys[row]!) - side / 2, side, side);
    }
  }, [groups, scales, xs, ys, width, height]);

  const nearest = (px: number, py: number): number | null => {
    let best: number | null = null;
    let bestDistance = HOVER_RADIUS ** 2;
    for (const { rows } of groups) {
      for (const row of rows) {
        const distance = (scales.x(xs[row]!) - px) ** 2 + (scales.y(ys[row]!) - py) ** 2;
        if (distance < bestDistance) [best, bestDistance] = [row, distance];
      }
    }
    return best;
  };

  const ratio = typeof window === "undefined" ? 1 : window.devicePixelRatio || 1;
  return (
    <>
      <canvas
        ref={canvas}
        width={Math.round(width * ratio)}
        height={Math.round(height * ratio)}
        style={{ width, height }}
        aria-hidden="true"
        onPointerMove={(event) => setHovered(nearest(event.nativeEvent.offsetX, event.nativeEvent.offsetY))}
        onPointerLeave={() => setHovered(null)}
      />
      <svg className="map-overlay" width={width} height={height} role="img" aria-label={overlayLabel(library, placed)}>
        {placed?.neighbors.map(({ index }) => (
          <circle key={index} className="neighbor" cx={scales.x(xs[index]!)} cy={scales.y(ys[index]!)} r={4} />
        ))}
        {placed && (
          <g className="typed" transform={`translate(${scales.x(placed.x)},${scales.y(placed.y)})`}>
            <path d="M0-12V12M-12 0H12" />
            <circle r={6} />
          </g>
        )}
        {hovered !== null && (
          <circle className="hovered" cx={scales.x(xs[hovered]!)} cy={scales.y(ys[hovered]!)} r={6} />
        )}
      </svg>
      {hovered !== null && (
        <p
          className="tooltip"
          style={{
            left: Math.min(scales.x(xs[hovered]!), width - 230),
            top: scales.y(ys[hovered]!) + (scales.y(ys[hovered]!) > height - 110 ? -96 : 14),
          }}
        >
          {describe(hovered)}
        </p>
      )}
    </>
  );
}

function mapScales(xs: Float32Array, ys: Float32Array, width: number, height: number) {
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

function overlayLabel(library: Library, placed: PlacedPrompt | null): string {
  const base = `Map of ${library.benchmark.rows} benchmark prompts.`;
  if (!placed) return base;
  const near = placed.neighbors.map(({ index }) => library.benchmark.domain[index]!);
  const counts = new Map<string, number>();
  for (const domain of near) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  const [domain, count] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  return `${base} ${count} of the ${near.length} prompts nearest to yours are of the domain ${domain}.`;
}
