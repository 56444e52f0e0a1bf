import { memo } from "react";
import { comparable, shippedLabel } from "../../../analysis/front/comparable.ts";
import type { Library } from "../../../library/load.ts";
import { useExplorer, useSession } from "../../context.ts";
import { LoadingBar } from "../../ui/LoadingBar.tsx";
import { CompareSwitches } from "./CompareSwitches.tsx";

/** Switches for the front's optional comparisons, and how far they have come; empty if the library offers none. */
export const CompareButtons = memo(function CompareButtons({ library }: { library: Library }) {
  const session = useSession();
  const compared = useExplorer((state) => state.compared);
  const { loading } = useExplorer((state) => state.comparisons);
  const shipped = useExplorer(shippedLabel);
  const offered = comparable(library, shipped);
  return (
    <CompareSwitches offered={offered} compared={compared} onToggle={(id) => session.toggleCompared(id)}>
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
    </CompareSwitches>
  );
});
