import { useCallback, useEffect, useRef } from "react";

/** A wheel that has just scrolled the page goes on scrolling it: the map does not catch it on the way. */
const SCROLL_REST_MS = 250;

type Pixel = readonly [number, number];

/** Listens to the wheel with the right to stop it, which React's own listeners do not have. */
export function useWheel(onWheel: (event: WheelEvent, pixel: Pixel) => void) {
  const handler = useRef(onWheel);
  handler.current = onWheel;
  const scrolled = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const note = () => {
      scrolled.current = performance.now();
    };
    window.addEventListener("scroll", note, { passive: true });
    return () => window.removeEventListener("scroll", note);
  }, []);
  const stop = useRef<() => void>(undefined);
  return useCallback((element: HTMLElement | null) => {
    stop.current?.();
    if (!element) return;
    const listen = (event: WheelEvent) => {
      if (performance.now() - scrolled.current < SCROLL_REST_MS && !event.ctrlKey) return;
      handler.current(event, pixelIn(element, event));
    };
    element.addEventListener("wheel", listen, { passive: false });
    stop.current = () => element.removeEventListener("wheel", listen);
  }, []);
}

/** What Safari sends for a pinch on the trackpad, where other browsers send a wheel with Ctrl. */
interface GestureEvent extends Event {
  /** Distance of the fingers as a share of that at the start. */
  scale: number;
  clientX: number;
  clientY: number;
}

/**
 * Listens to Safari's own events of a pinch.
 * @param onPinch called with the factor since the last call; returns whether it took the pinch, which is then not the page's
 */
export function usePinch(onPinch: (factor: number, pixel: Pixel) => boolean) {
  const handler = useRef(onPinch);
  handler.current = onPinch;
  const stop = useRef<() => void>(undefined);
  return useCallback((element: HTMLElement | null) => {
    stop.current?.();
    if (!element) return;
    let scale = 1;
    const listen = (event: Event) => {
      const gesture = event as GestureEvent;
      if (event.type === "gesturestart") scale = 1;
      const next = gesture.scale > 0 ? gesture.scale : scale;
      if (handler.current(next / scale, pixelIn(element, gesture))) event.preventDefault();
      scale = next;
    };
    const names = ["gesturestart", "gesturechange", "gestureend"];
    for (const name of names) element.addEventListener(name, listen, { passive: false });
    stop.current = () => {
      for (const name of names) element.removeEventListener(name, listen);
    };
  }, []);
}

function pixelIn(element: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): Pixel {
  const box = element.getBoundingClientRect();
  return [clientX - box.left, clientY - box.top];
}
