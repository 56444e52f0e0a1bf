import { useEffect, useMemo, useRef, useState } from "react";
import { rowOfPrompt } from "../../../analysis/rows/oracle.ts";
import type { Library } from "../../../library/load.ts";
import type { Camera } from "../../../workers/map/camera.ts";
import type { Coordinates } from "../../../workers/map/layout.ts";
import type { Polygon } from "../../../workers/map/polygon.ts";
import { useExplorer, useSession } from "../../context.ts";
import type { Surface } from "../../export/drawing.ts";
import { useTalking } from "../../header/useTalkMode.ts";
import type { ColorGroup } from "../legend/mapColors.ts";
import { MapCard } from "../MapCard.tsx";
import { useCamera } from "./gestures/useCamera.ts";
import { useLasso } from "./gestures/useLasso.ts";
import { MapOverlay, type Typed } from "./MapOverlay.tsx";
import { mapScales, wholeOf } from "./mapScales.ts";
import { nearestPoint } from "./nearestPoint.ts";
import { drawPoints, pointsInSteps } from "./painting/drawPoints.ts";
import { drawsItself, paint, paintInSteps, paintNextFrame } from "./painting/paint.ts";
import { ZoomButtons } from "./ZoomButtons.tsx";

interface MapCanvasProps {
  library: Library;
  /** A description of this map, which names its picture and its controls. */
  name: string;
  at: Coordinates;
  groups: readonly ColorGroup[];
  /** By benchmark row, 1 for a selected prompt; null when all are. */
  mask: Uint8Array | null;
  choices: Int32Array;
  typed: Typed | null;
  camera: Camera | null;
  onCamera: (camera: Camera | null) => void;
  width: number;
  height: number;
  /** Whether dragging draws a selection area. */
  selecting: boolean;
  /** The selected area in map coordinates, if it was drawn on this map. */
  area: Polygon | null;
  onArea: (area: Polygon) => void;
  onSelected: () => void;
}

/** The map itself: a canvas with the benchmark's prompts, and an SVG above it with the marks. */
export function MapCanvas(props: MapCanvasProps) {
  const { library, name, at, groups, mask, choices, typed, camera, onCamera, width, height, selecting } = props;
  const session = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState(false);
  const hovered = useExplorer((state) => state.hoveredRow);
  const inspected = rowOfPrompt(
    library,
    useExplorer((state) => state.inspected),
  );
  const whole = useMemo(() => wholeOf(at), [at]);
  const scales = useMemo(() => mapScales(whole, camera, width, height), [whole, camera, width, height]);
  const lasso = useLasso(selecting, scales, props.onArea, props.onSelected);
  const zoom = camera?.zoom ?? 1;
  const large = useTalking();

  const painted = useRef(false);
  // Thrown while the component renders, so that the panel says that it could not be drawn.
  const [, fail] = useState<never>();
  useEffect(() => {
    if (!canvas.current) return;
    const points = { at, groups, mask };
    const size = { width, height, zoom, large };
    const draw = (surface: Surface) => drawPoints(surface, points, scales, size);
    const marks = library.benchmark.rows;
    const failed = (error: unknown) =>
      fail(() => {
        throw error;
      });
    const first = !painted.current;
    painted.current = true;
    if (!first) return paintNextFrame(canvas.current, draw, marks, failed);
    if (!drawsItself(marks)) return paint(canvas.current, draw, marks);
    const steps = (surface: Surface) => pointsInSteps(surface, points, scales, size);
    return paintInSteps(canvas.current, steps, draw, failed);
  }, [library, groups, mask, scales, at, width, height, zoom, large]);

  const pointAt = (px: number, py: number) => {
    const row = nearestPoint({ at, groups, mask }, scales, px, py);
    setPointed(row !== null);
    session.hover(row);
  };
  const controls = useCamera(canvas, {
    whole,
    camera,
    scales,
    selecting,
    onMove: onCamera,
    onTap: ([px, py]) => pointAt(px, py),
  });
  const leave = () => {
    setPointed(false);
    session.hover(null);
  };
  const ratio = typeof window === "undefined" ? 1 : window.devicePixelRatio || 1;
  const mode = selecting ? "selecting" : camera ? "zoomed" : undefined;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's; this groups a picture and its keys */}
      <div
        className="map-surface"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys that move the map need a place to be pressed
        tabIndex={0}
        aria-label={`${name}: arrow keys move, + and − zoom, 0 fits everything`}
        onKeyDown={controls.onKeyDown}
      />
      <canvas
        ref={canvas}
        className={mode}
        width={Math.round(width * ratio)}
        height={Math.round(height * ratio)}
        style={{ width, height }}
        aria-hidden="true"
        onPointerDown={(event) => {
          setPointed(false);
          if (selecting) lasso.start(event);
        }}
        onPointerMove={(event) => {
          if (selecting) lasso.move(event);
          else if (event.buttons === 0) pointAt(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
        }}
        onPointerUp={lasso.end}
        onPointerCancel={lasso.cancel}
        onPointerLeave={leave}
        onClick={({ nativeEvent: { offsetX, offsetY } }) => {
          if (selecting) return;
          const row = nearestPoint({ at, groups, mask }, scales, offsetX, offsetY);
          if (row !== null) session.inspect(library.benchmark.ids[row]!);
        }}
      />
      <MapOverlay
        library={library}
        name={name}
        at={at}
        scales={scales}
        typed={typed}
        hovered={hovered}
        inspected={inspected}
        lasso={lasso.drawn ?? props.area}
        width={width}
        height={height}
      />
      <ZoomButtons name={name} zoom={controls.zoom} reset={controls.reset} whole={camera === null} />
      {pointed && hovered !== null && (
        <MapCard
          library={library}
          row={hovered}
          choices={choices}
          left={scales.x(at.x[hovered]!)}
          top={scales.y(at.y[hovered]!)}
          width={width}
          height={height}
        />
      )}
    </>
  );
}
