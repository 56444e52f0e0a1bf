import { createPortal } from "react-dom";
import { usePreferences } from "../preferences.ts";
import { TOUR_STEPS } from "./steps.ts";
import { TourCard } from "./TourCard.tsx";

interface TourProps {
  open: boolean;
  onOpen: () => void;
  onClose: () => void;
}

/** Offers the tour to new users, and shows it. Progress is remembered in this browser. */
export function Tour({ open, onOpen, onClose }: TourProps) {
  const [{ tour }, change] = usePreferences();
  const step = typeof tour === "number" ? Math.min(tour, TOUR_STEPS.length - 1) : 0;
  const end = () => {
    change({ tour: "done" });
    onClose();
  };
  if (open)
    return createPortal(
      <TourCard step={step} onStep={(next) => change({ tour: next })} onPause={onClose} onEnd={end} />,
      document.body,
    );
  if (tour === "done") return null;
  return (
    <section className="tour-offer" aria-label="Tour">
      <p>{tour === "new" ? "New here?" : `You left the tour at step ${step + 1} of ${TOUR_STEPS.length}.`}</p>
      <button type="button" className="small" onClick={onOpen}>
        {tour === "new" ? "Take the tour" : "Go on"}
      </button>
      <button type="button" className="link" onClick={end}>
        no, thanks
      </button>
    </section>
  );
}
