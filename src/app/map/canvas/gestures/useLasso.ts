import { type PointerEvent, useCallback, useEffect, useState } from "react";
import { roundCoordinate } from "../../../../state/url/codecs.ts";
import { MAX_LASSO } from "../../../../state/view/selection.ts";
import { type Polygon, simplifyPolygon } from "../../../../workers/map/polygon.ts";
import type { MapScales } from "../mapScales.ts";
import { LassoLine } from "./lassoLine.ts";

/** Smaller areas are accidental, in square pixels. */
const LEAST_AREA = 60;

type Corner = Polygon[number];

export interface Lasso {
  /** The line drawn so far, in map coordinates; null when none is being drawn. */
  drawn: Polygon | null;
  start: (event: PointerEvent<HTMLElement>) => void;
  move: (event: PointerEvent<HTMLElement>) => void;
  end: (event: PointerEvent<HTMLElement>) => void;
  /** The browser has cancelled the pointer: nothing is selected. */
  cancel: (event: PointerEvent<HTMLElement>) => void;
}

/**
 * Draws an area with mouse, pen or finger. Escape or a second finger cancels it.
 * @param onArea called with the area, in map coordinates
 * @param onDone called when the line is closed or cancelled
 */
export function useLasso(
  active: boolean,
  scales: MapScales,
  onArea: (area: Polygon) => void,
  onDone: () => void,
): Lasso {
  const [shown, setShown] = useState<readonly Corner[] | null>(null);
  // Several moves may arrive before the next render; none of their corners may be lost.
  const [line] = useState(() => new LassoLine());
  const show = useCallback(() => setShown(line.corners), [line]);

  useEffect(() => {
    if (!active) return;
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      line.giveUp();
      show();
      onDone();
    };
    window.addEventListener("keydown", cancel);
    return () => window.removeEventListener("keydown", cancel);
  }, [active, onDone, line, show]);

  const toMap = ([x, y]: Corner): Corner => [roundCoordinate(scales.x.invert(x)), roundCoordinate(scales.y.invert(y))];
  return {
    drawn: shown?.map(toMap) ?? null,
    start: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      line.start(event.pointerId, position(event));
      show();
    },
    move: (event) => {
      line.move(event.pointerId, position(event));
      show();
    },
    end: (event) => {
      const closed = line.end(event.pointerId);
      show();
      if (!closed || area(closed) < LEAST_AREA) return;
      onArea(simplifyPolygon(closed, MAX_LASSO).map(toMap));
      onDone();
    },
    cancel: (event) => {
      line.cancel(event.pointerId);
      show();
    },
  };
}

const position = ({ nativeEvent }: PointerEvent<HTMLElement>): Corner => [nativeEvent.offsetX, nativeEvent.offsetY];

/** Shoelace formula; it underestimates a line that crosses itself. */
function area(line: readonly Corner[]): number {
  const twice = line.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = line[(i + 1) % line.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
