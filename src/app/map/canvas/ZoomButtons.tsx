import { tipSeen } from "../../tips/tip.ts";

interface ZoomButtonsProps {
  name: string;
  zoom: (factor: number) => void;
  reset: () => void;
  /** Whether the whole map is in view. */
  whole: boolean;
}

const STEP = 1.5;

/** Zoom buttons, for users without wheel or keyboard. */
export function ZoomButtons({ name, zoom, reset, whole }: ZoomButtonsProps) {
  return (
    <div className="zoom-buttons">
      <button
        type="button"
        className="small"
        {...tipSeen("Zoom in (+)")}
        aria-label={`${name}: zoom in`}
        onClick={() => zoom(STEP)}
      >
        +
      </button>
      <button
        type="button"
        className="small"
        {...tipSeen("Zoom out (−)")}
        aria-label={`${name}: zoom out`}
        disabled={whole}
        onClick={() => zoom(1 / STEP)}
      >
        −
      </button>
      <button
        type="button"
        className="small"
        {...tipSeen("Show all (0)")}
        aria-label={`${name}: show all`}
        disabled={whole}
        onClick={reset}
      >
        all
      </button>
    </div>
  );
}
