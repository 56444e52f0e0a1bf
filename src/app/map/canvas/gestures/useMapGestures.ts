import { createUseGesture, dragAction, pinchAction, wheelAction } from "@use-gesture/react";
import { type RefObject, useEffect, useRef } from "react";
import { MAX_ZOOM } from "../../../../workers/map/camera.ts";

/** Pixels of the canvas, from its upper left corner. */
export type Pixel = readonly [x: number, y: number];

/** Callbacks for the map's gestures. */
export interface MapMoves {
  /** Current zoom factor, relative to the whole map. */
  zoom: () => number;
  zoomAround: (pixel: Pixel, factor: number) => void;
  /** Moves the view by this many pixels. */
  drag: (dx: number, dy: number) => void;
  /** A press without movement. */
  tap: (pixel: Pixel) => void;
}

/** Wheel zoom: natural logarithm of the factor, per pixel of the wheel; a pinch on a trackpad sends smaller steps. */
const WHEEL_ZOOM = 0.0016;
const PINCH_ZOOM = 0.01;
/** A shorter pointer movement counts as a click. */
const CLICK_PIXELS = 4;
/** A wheel that is scrolling the page keeps scrolling it when the map passes under the pointer. */
const SCROLL_REST_MS = 250;

const useGesture = createUseGesture([dragAction, pinchAction, wheelAction]);

/**
 * Drag, pinch (two fingers, or a trackpad in Safari) and wheel on the map.
 * @param selecting whether pointers draw an area instead
 */
export function useMapGestures(target: RefObject<HTMLElement | null>, selecting: boolean, moves: MapMoves): void {
  const scrolled = useLastScroll();
  const pixelOf = ([clientX, clientY]: Pixel): Pixel => {
    const { left, top } = target.current!.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  useGesture(
    {
      onDrag: ({ delta: [dx, dy], xy, tap, pinching }) => {
        if (tap) moves.tap(pixelOf(xy));
        else if (!pinching) moves.drag(dx, dy);
      },
      onPinch: ({ origin, offset: [zoom], type, memo = origin }) => {
        // A second finger cancels the area and does not move the map.
        if (selecting && type.startsWith("pointer")) return;
        moves.drag(origin[0] - memo[0], origin[1] - memo[1]);
        moves.zoomAround(pixelOf(origin), zoom / moves.zoom());
        return origin;
      },
      onWheel: ({ event, delta: [, step], ctrlKey, last }) => {
        if (last) return;
        // The map cannot zoom out further: let the wheel scroll the page.
        const isPages = performance.now() - scrolled.current < SCROLL_REST_MS || (step > 0 && moves.zoom() === 1);
        if (isPages && !ctrlKey) return;
        event.preventDefault();
        moves.zoomAround(
          pixelOf([event.clientX, event.clientY]),
          Math.exp(-step * (ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM)),
        );
      },
    },
    {
      target,
      eventOptions: { passive: false },
      drag: { enabled: !selecting, filterTaps: true, tapsThreshold: CLICK_PIXELS, pointer: { keys: false } },
      pinch: {
        from: () => [moves.zoom(), 0],
        scaleBounds: { min: 1, max: MAX_ZOOM },
        pinchOnWheel: false,
        preventDefault: true,
      },
    },
  );
}

/** When the page was last scrolled, on the clock of `performance.now`. */
function useLastScroll(): RefObject<number> {
  const scrolled = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const note = () => {
      scrolled.current = performance.now();
    };
    window.addEventListener("scroll", note, { passive: true });
    return () => window.removeEventListener("scroll", note);
  }, []);
  return scrolled;
}
