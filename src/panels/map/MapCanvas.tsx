import { useEffect, useMemo, useRef, useState } from "react";
import type { Library } from "../../library/load.ts";
import type { PlacedPrompt } from "../../map/place.ts";
import { rowOfPrompt } from "../../state/promptFacts.ts";
import { useExplorer, useSession } from "../context.ts";
import { drawPoints } from "./drawPoints.ts";
import { MapOverlay } from "./MapOverlay.tsx";
import type { ColorGroup } from "./mapColors.ts";
import { mapScales } from "./mapScales.ts";
import { nearestPoint } from "./nearestPoint.ts";
import { useLasso } from "./useLasso.ts";

interface MapCanvasProps {
  library: Library;
  groups: readonly ColorGroup[];
  /** By benchmark row, 1 for a selected prompt; null when all are. */
  mask: Uint8Array | null;
  placed: PlacedPrompt | null;
  width: number;
  height: number;
  /** Whether dragging draws an area to select. */
  selecting: boolean;
  onSelected: () => void;
  describe: (row: number) => string;
}

/** The map itself: one canvas for the benchmark's prompts, one SVG above it for what is marked on it. */
export function MapCanvas(props: MapCanvasProps) {
  const { library, groups, mask, placed, width, height, selecting, onSelected, describe } = props;
  const session = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState(false);
  const hovered = useExplorer((state) => state.hoveredRow);
  const inspected = rowOfPrompt(
    library,
    useExplorer((state) => state.inspected),
  );
  const selectedArea = useExplorer(({ selection }) => selection.lasso);
  const { x: xs, y: ys } = library.benchmark;
  const scales = useMemo(() => mapScales(xs, ys, width, height), [xs, ys, width, height]);
  const lasso = useLasso(selecting, scales, onSelected);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawPoints(context, { xs, ys, groups, mask }, scales, { width, height });
  }, [groups, mask, scales, xs, ys, width, height]);

  const pointAt = (px: number, py: number) => {
    const row = nearestPoint({ xs, ys, groups, mask }, scales, px, py);
    setPointed(row !== null);
    session.hover(row);
  };
  const ratio = typeof window === "undefined" ? 1 : window.devicePixelRatio || 1;
  return (
    <>
      <canvas
        ref={canvas}
        className={selecting ? "selecting" : undefined}
        width={Math.round(width * ratio)}
        height={Math.round(height * ratio)}
        style={{ width, height }}
        aria-hidden="true"
        onPointerDown={(event) => {
          if (!selecting) return;
          setPointed(false);
          lasso.start(event);
        }}
        onPointerMove={(event) => {
          if (selecting) lasso.move(event);
          else pointAt(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
        }}
        onPointerUp={lasso.end}
        onPointerCancel={lasso.end}
        onPointerLeave={() => {
          setPointed(false);
          session.hover(null);
        }}
        onClick={() => {
          if (pointed && hovered !== null) session.inspect(library.benchmark.ids[hovered]!);
        }}
      />
      <MapOverlay
        library={library}
        scales={scales}
        placed={placed}
        hovered={hovered}
        inspected={inspected}
        lasso={lasso.drawn ?? selectedArea}
        width={width}
        height={height}
      />
      {pointed && hovered !== null && (
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
