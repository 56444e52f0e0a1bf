import { routerScores } from "../../../analysis/choices/routerScores.ts";
import type { Baseline } from "../../../analysis/front/baselines.ts";
import type { Front } from "../../../analysis/front/front.ts";
import type { Overlay } from "../../../analysis/front/frontOverlays.ts";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import { isPoints } from "../../../analysis/table/reportQuestion.ts";
import { pointAt } from "../../../core/curves/curve.ts";
import { isRouted } from "../../../library/isRouted.ts";
import type { Library } from "../../../library/load.ts";
import type { EstimateResult } from "../../../session/latestTask.ts";
import type { Policy } from "../../../state/policy.ts";
import type { Outcome } from "../../../state/store.ts";
import type { Band, Figures } from "../../../workers/statistics/protocol.ts";
import { outcomeFormat } from "../../ui/words/outcomeFormat.ts";
import { FigureTable } from "./FigureTable.tsx";
import { scoreRows } from "./scoreRows.ts";

interface ScoreTableProps {
  library: Library;
  front: Front;
  overlays: readonly Overlay[];
  baselines: readonly Baseline[];
  policy: Policy;
  axis: string;
  outcome: Outcome;
  band: EstimateResult<Band>;
  figures: EstimateResult<Figures>;
}

/** The policies of the plot in figures, and the quality of the router's choices, with 95% intervals once estimated. */
export function ScoreTable({
  library,
  front,
  overlays,
  baselines,
  policy,
  axis,
  outcome,
  band,
  figures,
}: ScoreTableProps) {
  const routed = isRouted(library);
  const unit = lossUnit(library.manifest);
  const lambda = policy.lambdas[axis] ?? 0;
  const scores = routerScores(library, policy, front.rows);
  const format = outcomeFormat(library.manifest, outcome);
  const estimated = figures.value?.outcome === outcome ? figures.value : null;
  const whole = band.value?.outcome === outcome && band.value.axis === axis ? band.value : null;
  const policies: { id: string; mark: string; label: string; value: number }[] = [
    ...(routed
      ? [{ id: "router", mark: "curve-router", label: "router", value: pointAt(front.router, lambda).y }]
      : []),
    ...(isPoints(library)
      ? []
      : [{ id: "oracle", mark: "curve-oracle", label: "oracle", value: pointAt(front.oracle, lambda).y }]),
    // A threshold is no λ: what such a router recovers is in the table report.
    ...overlays
      .filter(({ kind }) => kind !== "threshold")
      .map(({ id, label, kind, curve }) => {
        return { id, mark: `curve-${kind}`, label, value: pointAt(curve, lambda).y };
      }),
    ...baselines.map(({ id, mark, label, y }) => ({ id, mark, label, value: y })),
  ];
  return (
    <div className="scores">
      <FigureTable
        caption="Policies at the current λ"
        columns={[outcome === "accuracy" ? unit.outcome : outcome, "95% interval", ...(routed ? ["minus router"] : [])]}
        rows={policies.map(({ id, mark, label, value }) => ({
          id,
          mark,
          label,
          value,
          format,
          interval: estimated?.policies[id] ?? null,
          difference: id === "router" ? null : (estimated?.differences[id] ?? null),
          current: figures.current,
        }))}
      />
      {routed && (
        <FigureTable
          caption="Quality of the router"
          columns={["value", "95% interval"]}
          rows={scoreRows(scores, estimated, figures.current, whole, band.current, format, library.manifest)}
        />
      )}
    </div>
  );
}
