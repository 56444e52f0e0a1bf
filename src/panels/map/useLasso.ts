import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { type Polygon, simplifyPolygon } from "../../map/polygon.ts";
import { MAX_LASSO } from "../../state/selection.ts";
import { roundCoordinate } from "../../state/selectionUrl.ts";
import type { MapScales } from "./mapScales.ts";

/** Pixels between two corners of the line that is drawn. */
const STEP = 3;
/** A smaller area is a slip of the hand, in square pixels. */
const LEAST_AREA = 60;

type Corner = Polygon[number];

export interface Lasso {
  /** The line drawn so far, in map coordinates; null when none is being drawn. */
  drawn: Polygon | null;
  start: (event: PointerEvent<HTMLElement>) => void;
  move: (event: PointerEvent<HTMLElement>) => void;
  end: () => void;
}

/**
 * An area that is drawn with mouse, pen or finger. Escape gives it up.
 * @param onArea called with the area, in map coordinates
 * @param onDone called when the line is closed or given up
 */
export function useLasso(
  active: boolean,
  scales: MapScales,
  onArea: (area: Polygon) => void,
  onDone: () => void,
): Lasso {
  const [line, setLine] = useState<readonly Corner[] | null>(null);
  // Several moves may come before the page is drawn anew; none of their corners may be lost.
  const corners = useRef<readonly Corner[] | null>(null);
  const draw = useCallback((next: readonly Corner[] | null) => {
    corners.current = next;
    setLine(next);
  }, []);

  useEffect(() => {
    if (!active) return;
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      draw(null);
      onDone();
    };
    window.addEventListener("keydown", cancel);
    return () => window.removeEventListener("keydown", cancel);
  }, [active, onDone, draw]);

  const toMap = ([x, y]: Corner): Corner => [roundCoordinate(scales.x.invert(x)), roundCoordinate(scales.y.invert(y))];
  return {
    drawn: line?.map(toMap) ?? null,
    start: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      draw([position(event)]);
    },
    move: (event) => {
      const last = corners.current?.at(-1);
      const next = position(event);
      if (last && Math.hypot(next[0] - last[0], next[1] - last[1]) >= STEP) draw([...corners.current!, next]);
    },
    end: () => {
      const closed = corners.current;
      if (!closed) return;
      draw(null);
      if (area(closed) < LEAST_AREA) return;
      onArea(simplifyPolygon(closed, MAX_LASSO).map(toMap));
      onDone();
    },
  };
}

const position = ({ nativeEvent }: PointerEvent<HTMLElement>): Corner => [nativeEvent.offsetX, nativeEvent.offsetY];

/** Shoelace formula; a line that crosses itself may come out smaller. */
function area(line: readonly Corner[]): number {
  const twice = line.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = line[(i + 1) % line.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
