import { useRef } from "react";
import type { QuantileScale } from "../../../core/curves/quantileScale.ts";
import { useSession } from "../../context.ts";
import { PlayButton } from "./PlayButton.tsx";
import { usePlay } from "./usePlay.ts";

interface SweepProps {
  axis: string;
  label: string;
  scale: QuantileScale;
}

/** The sweep of the axis' λ, during which experts take over each other's territories on the map. */
export function Sweep({ axis, label, scale }: SweepProps) {
  const session = useSession();
  const button = useRef<HTMLButtonElement>(null);
  const { playing, toggle } = usePlay(button, scale, (lambda) => session.setLambda(axis, lambda));
  return <PlayButton ref={button} label={label} playing={playing} onToggle={toggle} />;
}
