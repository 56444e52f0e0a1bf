import { penaltyWithout } from "../../analysis/choices/penalties.ts";
import { type Envelope, lowerEnvelope, nextChange } from "../../core/curves/envelope.ts";
import type { Constraint, Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Prediction } from "../../state/store.ts";
import { useSession } from "../context.ts";
import { tip } from "../tips/tip.ts";
import { formatLambda } from "../ui/words/format.ts";

interface ChangeLinksProps {
  library: Library;
  constraint: Constraint;
  /** Its own λ. */
  lambda: number;
  /** See `changesOf`. */
  envelope: Envelope;
}

/** Which expert answers the typed prompt at which λ of one constraint, the other λ staying where they are. */
export function changesOf(library: Library, prediction: Prediction, policy: Policy, constraint: Constraint): Envelope {
  const others = penaltyWithout(library, policy, constraint.id);
  return lowerEnvelope(
    prediction.losses.map((loss, i) => loss + others[i]!),
    constraint.score,
  );
}

/** Two buttons that go to the nearest λ on either side at which another expert takes over, and say which. */
export function ChangeLinks({ library, constraint, lambda, envelope }: ChangeLinksProps) {
  const session = useSession();
  const { below, above } = nextChange(envelope, lambda);
  const link = (change: { lambda: number; winner: number } | null, upward: boolean) => {
    const arrow = upward ? "›" : "‹";
    if (!change) {
      return (
        <span className="change none" aria-hidden="true">
          {arrow}
        </span>
      );
    }
    const label = library.manifest.experts[change.winner]!.label;
    const side = upward ? "above" : "below";
    return (
      <button
        type="button"
        className="change"
        aria-label={`Go there: ${constraint.label} ${side} λ = ${formatLambda(change.lambda)}, where ${label} takes over`}
        {...tip(`${label} takes over ${side} λ = ${formatLambda(change.lambda)}`)}
        onClick={() => session.setLambda(constraint.id, justPast(change.lambda, upward))}
      >
        {arrow}
      </button>
    );
  };
  return (
    <span className="change-links" translate="no">
      {link(below, false)}
      {link(above, true)}
    </span>
  );
}

/** A λ just past a breakpoint, where the new winner no longer ties with the old one. */
function justPast(lambda: number, upward: boolean): number {
  return Math.max(0, upward ? lambda * 1.001 + 1e-6 : lambda * 0.999 - 1e-6);
}
