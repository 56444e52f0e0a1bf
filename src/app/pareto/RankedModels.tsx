import { singleOutcomes } from "../../analysis/front/baselines.ts";
import { countedRows } from "../../analysis/rows/countedRows.ts";
import { estimated, score4 } from "../../analysis/table/figureFormats.ts";
import type { Library } from "../../library/load.ts";
import { Figure } from "../table/FigureTable.tsx";
import { useTableReport } from "../table/useTableReport.ts";
import { Panel } from "../ui/Panel.tsx";

/**
 * Replaces the front for a table without costs: the models by their mean score on the prompts that all of them have, with the
 * report's intervals once they are there.
 */
export function RankedModels({ library, rows }: { library: Library; rows: Int32Array }) {
  const report = useTableReport(library, rows);
  const scores = singleOutcomes(library, "accuracy", countedRows(library, rows));
  const ranked = library.manifest.experts
    .map(({ id, label }, i) => ({
      id,
      label,
      score: scores[i]!,
      told: report.current ? report.value?.models[i] : null,
    }))
    .filter(({ score }) => !Number.isNaN(score))
    .sort((a, b) => b.score - a.score);
  return (
    <Panel title="Pareto front" className="pareto">
      <p className="quiet">
        This table has no costs, so there is nothing to weigh scores against. Import it together with a file of prices,
        or enter costs in the table report under “What if”, to see a front. The models by their mean score, with 95%
        intervals:
      </p>
      <ol aria-label="Models by score">
        {ranked.map(({ id, label, score, told }) => (
          <li key={id}>
            <span translate="no">{label}</span>: <Figure text={told ? estimated(told.score, score4) : score4(score)} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}
