import { useEffect, useId, useRef } from "react";
import { useExplorer, useSession } from "../context.ts";
import { useCausalLibrary } from "../ui/hooks/useCausalLibrary.ts";
import { Said } from "../ui/words/Said.tsx";
import { TOUR_STEPS } from "./steps.ts";
import { usePointing } from "./usePointing.ts";

interface TourCardProps {
  step: number;
  onStep: (step: number) => void;
  /** Closes the tour, keeping its progress. */
  onPause: () => void;
  onEnd: () => void;
}

/** One step of the tour next to its target. Not modal: the reader may try everything meanwhile. Escape closes it for later. */
export function TourCard({ step, onStep, onPause, onEnd }: TourCardProps) {
  const session = useSession();
  const { title, text, causal, target, action, now } = TOUR_STEPS[step]!;
  const inCausal = useCausalLibrary();
  const said = useExplorer((state) => now?.(state) ?? null);
  const card = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const place = usePointing(target, card);
  const id = useId();
  const last = step === TOUR_STEPS.length - 1;

  // biome-ignore lint/correctness/useExhaustiveDependencies: with every step the heading is read out
  useEffect(() => void heading.current?.focus({ preventScroll: true }), [step]);

  return (
    <div
      ref={card}
      className="tour"
      role="dialog"
      aria-labelledby={id}
      style={place ?? undefined}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onPause();
      }}
    >
      <p className="quiet">
        Tour, step {step + 1} of {TOUR_STEPS.length}
      </p>
      <h2 id={id} ref={heading} tabIndex={-1}>
        <Said>{title}</Said>
      </h2>
      <p>
        <Said>{(inCausal && causal) || text}</Said>
      </p>
      {action && (
        <button type="button" onClick={() => action.act(session)}>
          {action.label}
        </button>
      )}
      {/* Always present, so that new text in it is announced. */}
      <p className="tour-now" role="status">
        {said && <Said>{said}</Said>}
      </p>
      <div className="tour-steps">
        <button type="button" className="small" disabled={step === 0} onClick={() => onStep(step - 1)}>
          Back
        </button>
        {last ? (
          <button type="button" className="small primary" onClick={onEnd}>
            Finish
          </button>
        ) : (
          <button type="button" className="small primary" onClick={() => onStep(step + 1)}>
            Next
          </button>
        )}
        <button type="button" className="link" onClick={onPause}>
          later
        </button>
        <button type="button" className="link" onClick={onEnd}>
          skip the tour
        </button>
      </div>
    </div>
  );
}
