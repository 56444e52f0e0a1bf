import { memo } from "react";
import { comparable, shippedLabel } from "../../analysis/front/comparable.ts";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { tip } from "../tips/tip.ts";
import { LoadingBar } from "../ui/LoadingBar.tsx";

/** Switches for the front's optional comparisons; empty if the library offers none. */
export const CompareButtons = memo(function CompareButtons({ library }: { library: Library }) {
  const session = useSession();
  const compared = useExplorer((state) => state.compared);
  const { loading } = useExplorer((state) => state.comparisons);
  const shipped = useExplorer(shippedLabel);
  const offered = comparable(library, shipped);
  if (offered.length === 0) return null;
  return (
    <div className="compare-room">
      <ul className="compare" aria-label="Compare the router with">
        {offered.map(({ id, label, description }) => (
          <li key={id}>
            <button
              type="button"
              className="small"
              aria-pressed={compared.includes(id)}
              {...tip(description)}
              onClick={() => session.toggleCompared(id)}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
      {offered
        .filter(({ id }) => compared.includes(id))
        .map(({ id, label }) => {
          const state = loading[id];
          if (!state) return null;
          if (state.status !== "failed") return <LoadingBar key={id} label={`Loading ${label}`} loading={state} />;
          return (
            <p key={id} role="alert">
              {label} cannot be compared. {state.message}
            </p>
          );
        })}
    </div>
  );
});
