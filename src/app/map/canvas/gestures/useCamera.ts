import { type KeyboardEvent, type RefObject, useCallback, useRef } from "react";
import { type Camera, type Frame, panBy, zoomAt } from "../../../../workers/map/camera.ts";
import type { MapScales } from "../mapScales.ts";
import { type Pixel, useMapGestures } from "./useMapGestures.ts";

/** Step of one key or button press. */
const KEY_ZOOM = 1.5;
const KEY_PAN = 0.15;

export interface CameraControls {
  zoom: (factor: number) => void;
  reset: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

interface CameraOptions {
  whole: Frame;
  camera: Camera | null;
  scales: MapScales;
  /** Whether pointers draw an area instead of moving the map. */
  selecting: boolean;
  onMove: (camera: Camera | null) => void;
  /** Called on a click or tap. */
  onTap: (pixel: Pixel) => void;
}

/** Zoom and pan by wheel, drag, pinch, keyboard and buttons. @param target the element on which gestures begin */
export function useCamera(target: RefObject<HTMLElement | null>, options: CameraOptions): CameraControls {
  // Gestures send several events between two renders: each continues from where the last one left the camera.
  const now = useRef(options);
  now.current = options;

  const move = useCallback((next: Camera | null) => {
    const { onMove, camera } = now.current;
    if (next === camera) return;
    now.current = { ...now.current, camera: next };
    onMove(next);
  }, []);

  /** Map coordinates under a pixel of the box, with the current camera. */
  const under = useCallback(([px, py]: Pixel) => {
    const { scales, whole, camera } = now.current;
    const share = (at: number, [from, to]: number[]) => (at - from!) / (to! - from!);
    const [sx, sy] = [share(px, scales.x.range()), share(py, scales.y.range())];
    const zoom = camera?.zoom ?? 1;
    const place = ([low, high]: readonly [number, number], center: number | undefined, t: number) =>
      (center ?? (low + high) / 2) + ((t - 0.5) * (high - low)) / zoom;
    return { x: place(whole.x, camera?.x, sx), y: place(whole.y, camera?.y, sy) };
  }, []);

  const zoomAround = useCallback(
    (pixel: Pixel, factor: number) => {
      const { whole, camera } = now.current;
      move(zoomAt(whole, camera, under(pixel), factor));
    },
    [move, under],
  );

  const drag = (dx: number, dy: number) => {
    const { whole, camera, scales } = now.current;
    const length = (range: number[]) => range[1]! - range[0]!;
    move(panBy(whole, camera, -dx / length(scales.x.range()), -dy / length(scales.y.range())));
  };

  useMapGestures(target, options.selecting, {
    zoom: () => now.current.camera?.zoom ?? 1,
    zoomAround,
    drag,
    tap: options.onTap,
  });

  const middle = (): [number, number] => {
    const { x, y } = now.current.scales;
    return [(x.range()[0]! + x.range()[1]!) / 2, (y.range()[0]! + y.range()[1]!) / 2];
  };
  const zoom = (factor: number) => zoomAround(middle(), factor);
  const pan = (dx: number, dy: number) => move(panBy(now.current.whole, now.current.camera, dx, dy));
  const keys: Record<string, () => void> = {
    "+": () => zoom(KEY_ZOOM),
    "=": () => zoom(KEY_ZOOM),
    "-": () => zoom(1 / KEY_ZOOM),
    "0": () => move(null),
    ArrowLeft: () => pan(-KEY_PAN, 0),
    ArrowRight: () => pan(KEY_PAN, 0),
    ArrowUp: () => pan(0, KEY_PAN),
    ArrowDown: () => pan(0, -KEY_PAN),
  };

  return {
    zoom,
    reset: () => move(null),
    onKeyDown: (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!act || event.target !== event.currentTarget) return;
      event.preventDefault();
      act();
    },
  };
}
