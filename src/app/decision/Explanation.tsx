import { lossUnit } from "../../analysis/lossUnit.ts";
import { scoreOrWorst } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import type { Prediction } from "../../state/store.ts";
import { formatNats } from "../ui/words/format.ts";
import { Said } from "../ui/words/Said.tsx";
import { reasonFor } from "./reason.ts";

interface ExplanationProps {
  library: Library;
  prediction: Prediction;
  lambdas: Readonly<Record<string, number>>;
  order: readonly number[];
  /** L̂ + Σ λC of each expert, nats. */
  objective: Float64Array;
}

/** In words: why the expert was chosen, the runner-up, and the margin between them. */
export function Explanation({ library, prediction, lambdas, order, objective }: ExplanationProps) {
  const { experts } = library.manifest;
  const unit = lossUnit(library.manifest);
  const [winner, second] = order;
  const taking = objective.filter(Number.isFinite).length;
  if (winner === undefined || taking === 0) return null;
  const charges = library.constraints
    .filter(({ id }) => (lambdas[id] ?? 0) > 0)
    .map(({ id, label, score }) => ({
      label,
      lambda: lambdas[id]!,
      nats: score.map((value) => lambdas[id]! * scoreOrWorst(value)),
    }));
  const reason = reasonFor(library.expertIds, prediction.losses, charges, order, taking, unit.short);
  const margin = second === undefined ? Number.NaN : objective[second]! - objective[winner]!;
  return (
    <>
      <p>
        <Said>{reason}</Said>
      </p>
      {taking > 1 && second !== undefined && (
        <p className="quiet">
          <Said>{`Runner-up: ${experts[second]!.label}; margin ${formatNats(margin)} ${unit.long}.`}</Said>
        </p>
      )}
    </>
  );
}
