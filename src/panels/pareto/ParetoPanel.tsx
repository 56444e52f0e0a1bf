import { front, headlineRows, othersPenalty } from "../../state/derive.ts";
import { landmarks } from "../../state/landmarks.ts";
import { useExplorer, usePolicy, useSession } from "../context.ts";
import { Choice } from "../shared/Choice.tsx";
import { Panel } from "../shared/Panel.tsx";
import { useSize } from "../shared/useSize.ts";
import { ParetoPlot } from "./ParetoPlot.tsx";
import { ScoreTable } from "./ScoreTable.tsx";

/** What routing costs and gains over the whole benchmark. Drawn from shipped figures; no model is needed. */
export function ParetoPanel() {
  const session = useSession();
  const library = useExplorer((state) => state.library);
  const policy = usePolicy();
  const wantedAxis = useExplorer((state) => state.axis);
  const outcome = useExplorer((state) => state.outcome);
  const [plot, size] = useSize();
  if (!library) return <Panel title="Pareto front" className="pareto" />;

  const axis = library.constraints.some((c) => c.id === wantedAxis) ? wantedAxis : library.constraints[0]!.id;
  const curves = front(library, axis, outcome, othersPenalty(library, axis, policy));
  const marks = landmarks(library, axis, outcome);
  return (
    <Panel
      title="Pareto front"
      className="pareto"
      tools={
        <>
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
            lambda={policy.lambdas[axis] ?? 0}
            width={size.width}
            height={size.height}
          />
        )}
      </div>
      <ScoreTable library={library} front={curves} landmarks={marks} policy={policy} axis={axis} outcome={outcome} />
      <p className="quiet">
        Measured on {headlineRows(library).length.toLocaleString("en")} unseen passages,{" "}
        {library.manifest.benchmark.masksPerPrompt} mask patterns each.
      </p>
    </Panel>
  );
}
