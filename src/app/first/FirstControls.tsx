import { comparable } from "../../analysis/front/comparable.ts";
import type { Library } from "../../library/load.ts";
import type { Outcome } from "../../state/store.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { FrontLegend } from "../pareto/legend/FrontLegend.tsx";
import { Choice } from "../ui/Choice.tsx";
import { kindOptions } from "../ui/words/kindOptions.ts";
import { outcomeOptions } from "../ui/words/outcomeOptions.ts";

interface FirstControlsProps {
  library: Library;
  axis: string;
  outcome: Outcome;
}

const nothing = () => undefined;

/**
 * The room of the front's controls on the first screen: the same ones, not to be seen, so that sentence and plot stand where they will
 * when the live ones come. The live panel has them in ParetoPanel.tsx.
 */
export function FirstTools({ library, axis, outcome }: FirstControlsProps) {
  const kinds = kindOptions(library);
  return (
    <>
      <ExportButtons name="pareto-front" figure csv={() => ""} />
      <button type="button" className="small play">
        <span>▶</span> <span>Play</span>
      </button>
      {library.manifest.router && (
        <Choice label="show" value={outcome} options={outcomeOptions(library.manifest)} onChange={nothing} />
      )}
      {kinds.length > 1 && <Choice label="prompts" value={kinds[0]!.value} options={kinds} onChange={nothing} />}
      <Choice
        label="against"
        value={axis}
        options={library.constraints.map(({ id, label }) => ({ value: id, label: label.toLowerCase() }))}
        onChange={nothing}
      />
    </>
  );
}

/** The room of what stands below the plot: see FrontView.tsx. */
export function FirstLegend({ library }: { library: Library }) {
  const compared = comparable(library, null);
  return (
    <div className="prepared unseen">
      <FrontLegend hidden={new Set()} drawn="router" others={false} onHidden={nothing} />
      {compared.length > 0 && (
        <div className="compare-room">
          <ul className="compare">
            {compared.map(({ id, label }) => (
              <li key={id}>
                <button type="button" className="small">
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
