import { useRef } from "react";
import type { QuantileScale } from "../../core/curves/quantileScale.ts";
import { useSession } from "../context.ts";
import { tip } from "../tips/tip.ts";
import { Said } from "../ui/words/Said.tsx";
import { usePlay } from "./usePlay.ts";

interface PlayButtonProps {
  axis: string;
  label: string;
  scale: QuantileScale;
}

/** Starts and stops the sweep of the axis' λ, during which experts take over each other's territories on the map. */
export function PlayButton({ axis, label, scale }: PlayButtonProps) {
  const session = useSession();
  const button = useRef<HTMLButtonElement>(null);
  const { playing, toggle } = usePlay(button, scale, (lambda) => session.setLambda(axis, lambda));
  return (
    <button
      ref={button}
      type="button"
      className="small play"
      {...tip(`Sweep ${label} λ from 0 to its end; any key or click stops it`)}
      onClick={toggle}
    >
      <span aria-hidden="true">{playing ? "■" : "▶"}</span> <Said>{playing ? "Stop" : "Play"}</Said>
    </button>
  );
}
