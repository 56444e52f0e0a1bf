import { stepAt } from "../../routing/steps.ts";
import { front, headlineRows, othersPenalty } from "../../state/derive.ts";
import { landmarks, singleOutcomes } from "../../state/landmarks.ts";
import { sliderScales } from "../../state/sliderScales.ts";
import { useExplorer, usePolicy, useSelectedRows, useSession } from "../context.ts";
import { Choice } from "../shared/Choice.tsx";
import { Panel } from "../shared/Panel.tsx";
import { useSize } from "../shared/useSize.ts";
import { FrontKey } from "./FrontKey.tsx";
import { missingFromPlot } from "./missing.ts";
import { ParetoPlot } from "./ParetoPlot.tsx";
import { PlayButton } from "./PlayButton.tsx";
import { ScoreTable } from "./ScoreTable.tsx";

/** What routing costs and gains over the whole benchmark. Drawn from shipped figures; no model is needed. */
export function ParetoPanel() {
  const session = useSession();
  const library = useExplorer((state) => state.library);
  const policy = usePolicy();
  const prediction = useExplorer((state) => state.prediction);
  const wantedAxis = useExplorer((state) => state.axis);
  const outcome = useExplorer((state) => state.outcome);
  const rows = useSelectedRows();
  const [plot, size] = useSize();
  if (!library || !rows) return <Panel title="Pareto front" className="pareto" />;

  const axis = library.constraints.some((c) => c.id === wantedAxis) ? wantedAxis : library.constraints[0]!.id;
  const curves = front(library, axis, outcome, othersPenalty(library, axis, policy), rows);
  const marks = landmarks(library, axis, outcome, rows);
  const constraint = library.constraints.find((c) => c.id === axis)!;
  const scale = sliderScales(library, prediction)[axis]!;
  const lambda = policy.lambdas[axis] ?? 0;
  const step = stepAt(curves.router.lambda, lambda);
  return (
    <Panel
      title="Pareto front"
      className="pareto"
      tools={
        <>
          <PlayButton axis={axis} label={constraint.label} scale={scale} />
          <Choice
            label="against"
            value={axis}
            options={library.constraints.map((c) => ({ value: c.id, label: c.label.toLowerCase() }))}
            onChange={(value) => session.setView({ axis: value })}
          />
          <Choice
            label="show"
            value={outcome}
            options={[
              { value: "loss", label: "loss" },
              { value: "accuracy", label: "accuracy" },
            ]}
            onChange={(value) => session.setView({ outcome: value })}
          />
        </>
      }
    >
      <div className="plot" ref={plot}>
        {size.width > 0 && (
          <ParetoPlot
            library={library}
            front={curves}
            landmarks={marks}
            axis={axis}
            outcome={outcome}
            lambda={lambda}
            scale={scale}
            width={size.width}
            height={size.height}
          />
        )}
      </div>
      <FrontKey
        missing={missingFromPlot(library, constraint, outcome, singleOutcomes(library, outcome, rows), marks, {
          known: curves.router.known[step]!,
          measured: curves.router.measured[step]!,
        })}
      />
      <ScoreTable library={library} front={curves} landmarks={marks} policy={policy} axis={axis} outcome={outcome} />
      <p className="quiet">
        Measured on {rows === headlineRows(library) ? "" : "the selected "}
        {rows.length.toLocaleString("en")} unseen passages, {library.manifest.benchmark.masksPerPrompt} mask patterns
        each.
      </p>
    </Panel>
  );
}
