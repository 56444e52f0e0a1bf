import { useId } from "react";
import { routerChoices } from "../../analysis/choices/choices.ts";
import { reliabilityOf } from "../../analysis/reliability.ts";
import { isTable } from "../../analysis/table/reportQuestion.ts";
import { wordsOf } from "../../analysis/words.ts";
import { withCommas } from "../../core/withCommas.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Library } from "../../library/load.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../../state/view/heatView.ts";
import { useDeferredPolicy, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { Choice } from "../ui/choices/Choice.tsx";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { useSize } from "../ui/hooks/useSize.ts";
import { ToLab } from "../ui/ToLab.tsx";
import { formatNats, formatSigned } from "../ui/words/format.ts";
import { ReliabilityPlot } from "./ReliabilityPlot.tsx";
import { ReliabilityTable } from "./ReliabilityTable.tsx";
import { reliabilityCsv } from "./reliabilityCsv.ts";

/** Predicted against true losses on the selected prompts: as a plot and as a table with the same figures. */
export function ReliabilitySection({ library }: { library: Library }) {
  const session = useSession();
  const title = useId();
  const policy = useDeferredPolicy();
  const of = useExplorer((state) => state.heat.reliabilityOf);
  const rows = useSelectedRows();
  const [plot, size] = useSize();
  const { long } = useLossUnit();
  if (!rows) return null;
  if (!isRouted(library)) {
    return (
      <section className="reliability" aria-labelledby={title}>
        <h3 id={title}>Reliability: predicted against measured loss</h3>
        <p className="quiet">
          There are no predictions to compare with the measured scores yet: they come from a router.{" "}
          {isTable(library) && <ToLab />}
        </p>
      </section>
    );
  }
  const known = [EVERY_EXPERT, CHOSEN_EXPERT, ...library.expertIds].includes(of) ? of : EVERY_EXPERT;
  const reliability = reliabilityOf(library, rows, known, routerChoices(library, policy));
  const { count, expectedError, bias, meanAbsoluteError } = reliability;
  const words = wordsOf(library.manifest);
  const figure = (value: number) => (Number.isFinite(value) ? formatNats(value) : "N/A");
  return (
    <section className="reliability" aria-labelledby={title}>
      <header className="panel-head">
        <h3 id={title}>Reliability: predicted against measured loss</h3>
        <div className="panel-tools">
          <Choice
            label="of"
            value={known}
            options={[
              { value: EVERY_EXPERT, label: `all ${words.experts}` },
              { value: CHOSEN_EXPERT, label: `the chosen ${words.expert} at the current λ` },
              ...library.manifest.experts.map(({ id, label }) => ({ value: id, label })),
            ]}
            onChange={(value) => session.setHeat({ reliabilityOf: value })}
          />
          <ExportButtons name="reliability" figure csv={() => reliabilityCsv(reliability)} />
        </div>
      </header>
      <p className="reliability-figures">
        expected calibration error <strong>{figure(expectedError)}</strong>, mean absolute error{" "}
        <strong>{figure(meanAbsoluteError)}</strong>, bias <strong>{formatSigned(bias, formatNats)}</strong> {long}, on{" "}
        {withCommas(count)} predictions
      </p>
      <div className="reliability-body">
        <div className="plot" ref={plot} data-figure="reliability">
          {size.width > 0 && <ReliabilityPlot reliability={reliability} width={size.width} height={size.height} />}
        </div>
        <ReliabilityTable reliability={reliability} />
      </div>
      <p className="quiet">
        Bins of equal width over the predictions. Each dot is a bin, its area the number of predictions; the bar is the
        95% interval of the mean measured loss. On the diagonal, predicted and measured loss agree. The expected
        calibration error is the distance to it, averaged over all predictions.
      </p>
    </section>
  );
}
