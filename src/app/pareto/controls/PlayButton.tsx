import type { Ref } from "react";
import { tip } from "../../tips/tip.ts";
import { Said } from "../../ui/words/Said.tsx";

interface PlayButtonProps {
  /** Name of the axis' constraint. */
  label: string;
  playing: boolean;
  onToggle: () => void;
  ref?: Ref<HTMLButtonElement>;
}

/** Starts and stops a sweep of the axis' λ. */
export function PlayButton({ label, playing, onToggle, ref }: PlayButtonProps) {
  return (
    <button
      ref={ref}
      type="button"
      className="small play"
      {...tip(`Sweep ${label} λ from 0 to its end; any key or click stops it`)}
      onClick={onToggle}
    >
      <span aria-hidden="true">{playing ? "■" : "▶"}</span> <Said>{playing ? "Stop" : "Play"}</Said>
    </button>
  );
}
