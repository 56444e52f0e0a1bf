import type { Library } from "../../library/load.ts";
import { lowerEnvelope, nextChange } from "../../routing/envelope.ts";
import { scoreOrWorst } from "../../routing/objective.ts";
import type { Prediction } from "../../state/store.ts";
import { useSession } from "../context.ts";
import { formatLambda, formatNats } from "../shared/format.ts";
import { reasonFor } from "./reason.ts";

interface ExplanationProps {
  library: Library;
  prediction: Prediction;
  lambdas: Readonly<Record<string, number>>;
  order: readonly number[];
  /** L̂ + Σ λC of every expert, nats. */
  objective: Float64Array;
  penaltyWithout: (constraintId: string) => Float64Array;
}

/** In words: why the winner answers, its margin, and the nearest λ of every slider at which the winner changes. */
export function Explanation({ library, prediction, lambdas, order, objective, penaltyWithout }: ExplanationProps) {
  const session = useSession();
  const { experts } = library.manifest;
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
  return (
    <div className="explanation">
      <p>
        {reasonFor(library.expertIds, prediction.losses, charges, order, taking)}
        {taking > 1 && second !== undefined && (
          <span className="quiet">
            {" "}
            Margin over {experts[second]!.label}: {formatNats(objective[second]! - objective[winner]!)} nats a token.
          </span>
        )}
      </p>
      <ul className="changes">
        {library.constraints.map((constraint) => {
          const others = penaltyWithout(constraint.id);
          const lines = prediction.losses.map((loss, i) => loss + others[i]!);
          const change = nextChange(lowerEnvelope(lines, constraint.score), lambdas[constraint.id] ?? 0);
          const nearest = change.above ?? change.below;
          if (!nearest) return <li key={constraint.id}>{constraint.label}: no λ changes the choice.</li>;
          return (
            <li key={constraint.id}>
              {experts[nearest.winner]!.label} takes over {change.above ? "above" : "below"} {constraint.label} λ ={" "}
              {formatLambda(nearest.lambda)}{" "}
              <button
                type="button"
                className="link"
                onClick={() => session.setLambda(constraint.id, justPast(nearest.lambda, change.above !== null))}
              >
                go there
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** A λ on the far side of a breakpoint, where the new winner no longer ties with the old one. */
function justPast(lambda: number, upward: boolean): number {
  return Math.max(0, upward ? lambda * 1.001 + 1e-6 : lambda * 0.999 - 1e-6);
}
