import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from "react";
import { type Camera, type Frame, panBy, zoomAt } from "../../../workers/map/camera.ts";
import { usePinch, useWheel } from "./gestures.ts";
import type { MapScales } from "./mapScales.ts";

/** One press of a key or button. */
const KEY_ZOOM = 1.5;
const KEY_PAN = 0.15;
/** Zoom by wheel: natural logarithm of the factor, a pixel of the wheel; a pinch on a trackpad sends smaller steps. */
const WHEEL_ZOOM = 0.0016;
const PINCH_ZOOM = 0.01;
const LINE_PIXELS = 16;
/** A shorter way of the pointer is a click. */
const CLICK_PIXELS = 4;

export interface CameraControls {
  zoom: (factor: number) => void;
  reset: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** Give it to the element that listens to the wheel and to pinches on a trackpad. */
  gestureRef: (element: HTMLElement | null) => void;
  down: (event: PointerEvent<HTMLElement>) => void;
  /** True while the map is being dragged or pinched. */
  move: (event: PointerEvent<HTMLElement>) => boolean;
  up: (event: PointerEvent<HTMLElement>) => void;
  /** Whether the last press moved the map, and was no click. */
  dragged: () => boolean;
}

interface CameraOptions {
  whole: Frame;
  camera: Camera | null;
  scales: MapScales;
  onMove: (camera: Camera | null) => void;
}

/** Zoom and pan by wheel, drag, pinch, keyboard and buttons. */
export function useCamera(options: CameraOptions): CameraControls {
  // Gestures send several events between two renderings: each goes on from where the last one left the camera.
  const now = useRef(options);
  now.current = options;
  const pointers = useRef(new Map<number, readonly [number, number]>());
  const way = useRef(0);

  const move = useCallback((next: Camera | null) => {
    const { onMove, camera } = now.current;
    if (next === camera) return;
    now.current = { ...now.current, camera: next };
    onMove(next);
  }, []);

  /** Map coordinates under a pixel of the box, with the camera as it is now. */
  const under = useCallback(([px, py]: readonly [number, number]) => {
    const { scales, whole, camera } = now.current;
    const share = (at: number, [from, to]: number[]) => (at - from!) / (to! - from!);
    const [sx, sy] = [share(px, scales.x.range()), share(py, scales.y.range())];
    const zoom = camera?.zoom ?? 1;
    const place = ([low, high]: readonly [number, number], center: number | undefined, t: number) =>
      (center ?? (low + high) / 2) + ((t - 0.5) * (high - low)) / zoom;
    return { x: place(whole.x, camera?.x, sx), y: place(whole.y, camera?.y, sy) };
  }, []);

  const zoomAround = useCallback(
    (pixel: readonly [number, number], factor: number) => {
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

  const wheelRef = useWheel((event, pixel) => {
    const step = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
    // The whole map cannot become smaller: then the wheel is the page's.
    if (step > 0 && now.current.camera === null && !event.ctrlKey) return;
    event.preventDefault();
    zoomAround(pixel, Math.exp(-step * (event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM)));
  });

  const pinchRef = usePinch((factor, pixel) => {
    // Fingers on a touch screen are pointers too, and zoom as such.
    if (pointers.current.size > 0) return false;
    zoomAround(pixel, factor);
    return true;
  });
  const gestureRef = useCallback(
    (element: HTMLElement | null) => {
      wheelRef(element);
      pinchRef(element);
    },
    [wheelRef, pinchRef],
  );

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
    gestureRef,
    dragged: () => way.current >= CLICK_PIXELS,
    onKeyDown: (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!act || event.target !== event.currentTarget) return;
      event.preventDefault();
      act();
    },
    down: (event) => {
      if (pointers.current.size === 0) way.current = 0;
      pointers.current.set(event.pointerId, pixelOf(event));
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    move: (event) => {
      const before = pointers.current.get(event.pointerId);
      if (!before) return false;
      const after = pixelOf(event);
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      way.current += Math.hypot(dx, dy);
      pointers.current.set(event.pointerId, after);
      if (other) {
        const apart = (pixel: readonly [number, number]) =>
          Math.max(1, Math.hypot(pixel[0] - other[0], pixel[1] - other[1]));
        // The point between two fingers moves half as far as one of them.
        drag(dx / 2, dy / 2);
        zoomAround([(after[0] + other[0]) / 2, (after[1] + other[1]) / 2], apart(after) / apart(before));
      } else if (way.current >= CLICK_PIXELS) drag(dx, dy);
      return true;
    },
    up: (event) => {
      pointers.current.delete(event.pointerId);
    },
  };
}

const pixelOf = ({ nativeEvent }: PointerEvent<HTMLElement>): readonly [number, number] => [
  nativeEvent.offsetX,
  nativeEvent.offsetY,
];
