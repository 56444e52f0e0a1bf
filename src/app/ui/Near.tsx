import { type ReactNode, startTransition, useEffect, useState } from "react";
import { useExplorer } from "../context.ts";
import { FrameScheduler } from "../frameScheduler.ts";

/** How far below the screen something is drawn already, so that who scrolls finds it there. */
const AHEAD = "600px";
/** After the first decision, the page has time for what nobody looks at yet. */
const REST_MS = 1_500;
/** Milliseconds between two of them, in which the code of one arrives; and how long the browser's rest is waited for then. */
const PAUSE_MS = 500;
const LONGEST_MS = 1_000;
/** Drawn one after the other, each when the browser has nothing else to do: together they would hold up what the reader does. */
const atRest = new FrameScheduler((call) => {
  setTimeout(() => {
    if (typeof requestIdleCallback === "undefined") call();
    else requestIdleCallback(call, { timeout: LONGEST_MS });
  }, PAUSE_MS);
});

interface NearProps {
  /** Stands in its place until then: as tall as it will be, about, so that the page does not grow under the reader. */
  waiting: ReactNode;
  children: ReactNode;
}

/**
 * Draws what stands below the first screen when the reader comes near it, or once the page has come to rest, so that searching the page
 * and a screen reader find it too.
 */
export function Near({ waiting, children }: NearProps) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const [near, setNear] = useState(false);
  const settled = useExplorer(
    ({ baseLibrary, libraryLoading, routerLoading, routed }) =>
      libraryLoading.status === "failed" ||
      routerLoading.status === "failed" ||
      (baseLibrary !== null && (routed !== null || routerLoading.status === "ready")),
  );
  useEffect(() => {
    if (!place || near) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) startTransition(() => setNear(true));
      },
      { rootMargin: AHEAD },
    );
    observer.observe(place);
    return () => observer.disconnect();
  }, [place, near]);
  useEffect(() => {
    if (near || !settled) return;
    const draw = () => startTransition(() => setNear(true));
    const timer = setTimeout(() => atRest.take(draw), REST_MS);
    return () => {
      clearTimeout(timer);
      atRest.leave(draw);
    };
  }, [near, settled]);
  // The same element before and after: the browser knows already whether what comes into it is near the screen.
  return (
    <div className={near ? "near" : "near waiting"} ref={setPlace}>
      {near ? children : waiting}
    </div>
  );
}
