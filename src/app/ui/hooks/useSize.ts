import { startTransition, useCallback, useRef, useState } from "react";

/**
 * Width and height of an element's content box in CSS pixels, kept up to date; 0 × 0 before the first layout. Use the first value
 * as the element's ref.
 */
export function useSize(): [(element: HTMLElement | null) => void, { width: number; height: number }] {
  const observer = useRef<ResizeObserver | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  // A callback ref, because the element may appear long after the component, and may be replaced.
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    observer.current = null;
    if (!element) return;
    let first = true;
    observer.current = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      const change = () => setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
      // What is drawn for the first time may take longer than a frame: in slices, between which the page can be used.
      if (first) startTransition(change);
      else change();
      first = false;
    });
    observer.current.observe(element);
  }, []);
  return [ref, size];
}
