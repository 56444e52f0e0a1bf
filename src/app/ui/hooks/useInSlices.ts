import { startTransition, useEffect, useState } from "react";
import { FrameScheduler } from "../../frameScheduler.ts";

/** Of the whole page: what several tables draw in one frame would add up. */
const slices = new FrameScheduler();

/**
 * How many parts of something large are drawn: none at first, then `perSlice` more each frame, until all are. From then on all are drawn at
 * once, since what changes later is what the reader does.
 */
export function useInSlices(count: number, perSlice: number): number {
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    if (drawn >= count) return;
    const next = () =>
      startTransition(() => setDrawn(drawn + perSlice < count ? drawn + perSlice : Number.POSITIVE_INFINITY));
    slices.take(next);
    return () => slices.leave(next);
  }, [drawn, count, perSlice]);
  return drawn;
}
