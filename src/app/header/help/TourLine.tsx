import { usePreferences } from "../../preferences.ts";

/** Reopens the tour, where it was left or from its beginning. */
export function TourLine({ onTour }: { onTour: () => void }) {
  const [{ tour }, change] = usePreferences();
  const begin = () => {
    change({ tour: 0 });
    onTour();
  };
  return (
    <p className="help-tour">
      <button type="button" className="small" onClick={begin}>
        Take the tour
      </button>
      {typeof tour === "number" && tour > 0 && (
        <button type="button" className="small" onClick={onTour}>
          Go on at step {tour + 1}
        </button>
      )}
      <span className="quiet">Two minutes: what routing costs and what it gains.</span>
    </p>
  );
}
