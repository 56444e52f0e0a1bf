import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from "react";
import type { QuantileScale } from "../../../core/curves/quantileScale.ts";
import { SWEEP_MS, sweepLambda } from "./sweepLambda.ts";

/** Maximum time step: after a late frame (a hidden tab, a long task) the sweep advances by no more than this. */
const LONGEST_FRAME_MS = 100;
const INPUTS = ["pointerdown", "keydown", "wheel"] as const;

/**
 * Sweeps a λ from 0 to its end; any user input stops it.
 * @param button the start/stop button: its own click handler deals with input on it
 */
export function usePlay(
  button: RefObject<HTMLButtonElement | null>,
  scale: QuantileScale,
  setLambda: (lambda: number) => void,
): { playing: boolean; toggle: () => void } {
  const [playing, setPlaying] = useState(false);
  const toggle = useCallback(() => setPlaying((was) => !was), []);

  // The scale depends on the typed prompt; a new prompt must not restart the sweep.
  const moveTo = useEffectEvent((elapsed: number, jumps: boolean) => setLambda(sweepLambda(elapsed, scale, jumps)));

  useEffect(() => {
    if (!playing) return;
    const jumps = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let elapsed = 0;
    let before = performance.now();
    let frame = 0;
    const step = (now: number) => {
      elapsed += Math.min(LONGEST_FRAME_MS, Math.max(0, now - before));
      before = now;
      moveTo(elapsed, jumps);
      if (elapsed < SWEEP_MS) frame = requestAnimationFrame(step);
      else setPlaying(false);
    };
    frame = requestAnimationFrame(step);
    const stop = (event: Event) => {
      const own = event.target instanceof Node && button.current?.contains(event.target);
      const clicks = !(event instanceof KeyboardEvent) || event.key === "Enter" || event.key === " ";
      if (!(own && clicks)) setPlaying(false);
    };
    for (const input of INPUTS) window.addEventListener(input, stop, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      for (const input of INPUTS) window.removeEventListener(input, stop, { capture: true });
    };
  }, [playing, button]);

  return { playing, toggle };
}
