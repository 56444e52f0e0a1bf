import { comparable } from "../../analysis/front/comparable.ts";
import { HEADLINE_KIND } from "../../analysis/rows/benchmarkRows.ts";
import type { Constraint, Library } from "../../library/load.ts";
import { DEFAULT_VIEW } from "../../state/store.ts";
import { CompareSwitches } from "../pareto/controls/CompareSwitches.tsx";
import { FrontTools } from "../pareto/controls/FrontTools.tsx";
import { PlayButton } from "../pareto/controls/PlayButton.tsx";
import { FrontLegend } from "../pareto/legend/FrontLegend.tsx";
import { KindPicker } from "../ui/choices/KindPicker.tsx";

const nothing = () => undefined;

/**
 * The room of the front's controls on the first screen: the same ones, not to be seen, so that sentence and plot stand where they will
 * when the live ones come.
 */
export function FirstTools({ library, axis }: { library: Library; axis: Constraint }) {
  return (
    <FrontTools
      library={library}
      axis={axis.id}
      outcome={DEFAULT_VIEW.outcome}
      csv={() => ""}
      play={<PlayButton label={axis.label} playing={false} onToggle={nothing} />}
      kinds={<KindPicker library={library} kind={HEADLINE_KIND} onKind={nothing} />}
      onOutcome={nothing}
      onAxis={nothing}
    />
  );
}

/** The room of what stands below the plot: see FrontView.tsx. */
export function FirstLegend({ library }: { library: Library }) {
  return (
    <div className="prepared unseen">
      <FrontLegend hidden={new Set()} drawn="router" others={false} onHidden={nothing} />
      <CompareSwitches offered={comparable(library, null)} compared={DEFAULT_VIEW.compared} onToggle={nothing} />
    </div>
  );
}
