import { penaltyWithout } from "../../analysis/choices/penalties.ts";
import { lowerEnvelope, nextChange } from "../../core/curves/envelope.ts";
import type { Constraint, Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Prediction } from "../../state/store.ts";
import { useSession } from "../context.ts";
import { formatLambda } from "../ui/format.ts";

interface ChangeLinksProps {
  library: Library;
  prediction: Prediction;
  policy: Policy;
  constraint: Constraint;
}

/** The nearest λ of one slider on either side at which the choice changes, with buttons that go there. */
export function ChangeLinks({ library, prediction, policy, constraint }: ChangeLinksProps) {
  const session = useSession();
  const others = penaltyWithout(library, policy, constraint.id);
  const lines = prediction.losses.map((loss, i) => loss + others[i]!);
  const { below, above } = nextChange(lowerEnvelope(lines, constraint.score), policy.lambdas[constraint.id] ?? 0);
  if (!below && !above)
    return (
      <p className="changes" key="none">
        no λ changes the choice
      </p>
    );
  const link = (change: { lambda: number; winner: number }, upward: boolean) => {
    const label = library.manifest.experts[change.winner]!.label;
    const side = upward ? "above" : "below";
    return (
      <span>
        {label} takes over {side}{" "}
        <button
          type="button"
          className="link"
          aria-label={`Go there: ${constraint.label} ${side} λ = ${formatLambda(change.lambda)}, where ${label} takes over`}
          onClick={() => session.setLambda(constraint.id, justPast(change.lambda, upward))}
        >
          λ = {formatLambda(change.lambda)}
        </button>
      </span>
    );
  };
  return (
    <p className="changes" translate="no">
      {above && link(above, true)}
      {below && link(below, false)}
    </p>
  );
}

/** A λ just past a breakpoint, where the new winner no longer ties with the old one. */
function justPast(lambda: number, upward: boolean): number {
  return Math.max(0, upward ? lambda * 1.001 + 1e-6 : lambda * 0.999 - 1e-6);
}
