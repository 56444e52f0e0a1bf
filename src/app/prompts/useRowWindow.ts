import { type UIEvent, useCallback, useRef, useState } from "react";
import { useSize } from "../ui/hooks/useSize.ts";

/** Heights in CSS pixels; the style sheet uses the same numbers. */
export const ROW_HEIGHT = 28;
const HEAD_HEIGHT = 32;
/** Rows rendered above and below the visible ones, so that fast scrolling shows no gap. */
const SPARE = 8;

export interface RowWindow {
  /** Attach to the scrolling element, with `onScroll`. */
  ref: (element: HTMLElement | null) => void;
  onScroll: (event: UIEvent<HTMLElement>) => void;
  /** Rows first … end − 1 are rendered. */
  first: number;
  end: number;
  /** Number of whole rows that fit: the step of a Page key. */
  page: number;
  /** Scrolls as little as possible to show a row below the sticky header. */
  reveal: (index: number) => void;
}

/** Determines which of many equally high rows are in view, so that only those are rendered. */
export function useRowWindow(count: number): RowWindow {
  const scroller = useRef<HTMLElement | null>(null);
  const [measure, { height }] = useSize();
  const [top, setTop] = useState(0);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      scroller.current = element;
      measure(element);
    },
    [measure],
  );
  const reveal = useCallback((index: number) => {
    const element = scroller.current;
    if (!element) return;
    const low = (index + 1) * ROW_HEIGHT + HEAD_HEIGHT - element.clientHeight;
    element.scrollTop = Math.min(index * ROW_HEIGHT, Math.max(low, element.scrollTop));
  }, []);
  const page = Math.max(1, Math.floor((height - HEAD_HEIGHT) / ROW_HEIGHT));
  // A selection that shrank keeps the old scroll position for a moment.
  const visible = Math.min(top, Math.max(0, count - page));
  return {
    ref,
    // Whole rows, so that React re-renders only when another row comes into view.
    onScroll: (event) => setTop(Math.floor(event.currentTarget.scrollTop / ROW_HEIGHT)),
    first: Math.max(0, visible - SPARE),
    end: Math.min(count, visible + page + 1 + SPARE),
    page,
    reveal,
  };
}
