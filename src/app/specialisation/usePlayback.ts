import { useEffect, useState } from "react";
import { useReducedMotion } from "../ui/hooks/useReducedMotion.ts";

/** Milliseconds from the first frame to the last, and, with less motion asked for, how many jumps that takes. */
const LASTS_MS = 9_000;
const JUMPS = 8;

/** Plays a number of frames once, from the shown one or, at the end, from the first. */
export function usePlayback(frames: number) {
  const [frame, setFrame] = useState(frames - 1);
  const [playing, setPlaying] = useState(false);
  const still = useReducedMotion();
  const step = still ? Math.ceil(frames / JUMPS) : 1;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setFrame((now) => Math.min(frames - 1, now + step)), (LASTS_MS * step) / frames);
    return () => clearInterval(timer);
  }, [playing, frames, step]);
  const ended = frame >= frames - 1;
  return {
    frame,
    playing: playing && !ended,
    show: (next: number) => {
      setPlaying(false);
      setFrame(next);
    },
    toggle: () => {
      if (ended) setFrame(0);
      setPlaying(ended || !playing);
    },
  };
}
