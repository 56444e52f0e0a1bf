import type { KeyboardEvent, PointerEvent } from "react";
import type { QuantileScale } from "../../../core/curves/quantileScale.ts";
import { insideStep } from "../../../core/curves/steps.ts";
import { tipSeen } from "../../tips/tip.ts";
import { formatLambda } from "../../ui/words/format.ts";
import { nearestPoint, type Point } from "./nearestPoint.ts";

/** Step of a key on the handle, as a share of the range from λ = 0 to its end. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  PageUp: 0.1,
  PageDown: -0.1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

interface FrontHandleProps {
  /** Position of the handle in the plot, in pixels. */
  at: Point;
  /** Pixels of each step of the router's curve, and the λ at which each begins. */
  steps: () => readonly Point[];
  starts: ArrayLike<number>;
  lambda: number;
  /** Of λ: see `lambdaUnit`. */
  unit: string;
  scale: QuantileScale;
  /** The position in words: constraint, outcome, mean cost. */
  description: string;
  onMove: (lambda: number) => void;
}

/** The router's position on its curve, as a slider over λ: dragged along the curve, or moved with the usual slider keys. */
export function FrontHandle({ at, steps, starts, lambda, unit, scale, description, onMove }: FrontHandleProps) {
  const end = scale.lambdaAt(1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onMove(scale.lambdaAt(Math.min(1, Math.max(0, scale.positionOf(lambda) + step))));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const plot = event.currentTarget.parentElement!.getBoundingClientRect();
    const nearest = nearestPoint(steps(), [event.clientX - plot.left, event.clientY - plot.top]);
    if (nearest >= 0) onMove(Math.min(end, insideStep(starts, nearest)));
  };
  return (
    <div
      className="front-handle"
      data-mark=""
      role="slider"
      tabIndex={0}
      aria-label="Position on the front"
      aria-valuemin={0}
      aria-valuemax={Math.max(end, lambda)}
      aria-valuenow={lambda}
      aria-valuetext={`λ = ${formatLambda(lambda)} ${unit}: ${description}`}
      {...tipSeen(`The router now: ${description}. Drag it along its curve.`)}
      style={{ left: at[0], top: at[1] }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
    />
  );
}
