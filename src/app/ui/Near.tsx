import { type ReactNode, startTransition, useEffect, useState } from "react";
import { useExplorer } from "../context.ts";

/** How far below the screen something is drawn already, so that who scrolls finds it there. */
const AHEAD = "600px";
/** After the first decision, the page has time for what nobody looks at yet. */
const REST_MS = 2_000;

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
    const timer = setTimeout(() => startTransition(() => setNear(true)), REST_MS);
    return () => clearTimeout(timer);
  }, [near, settled]);
  return near ? (
    children
  ) : (
    <div className="near" ref={setPlace}>
      {waiting}
    </div>
  );
}
