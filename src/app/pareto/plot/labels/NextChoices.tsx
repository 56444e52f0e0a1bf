import { penaltyWithout } from "../../../../analysis/choices/penalties.ts";
import type { Front } from "../../../../analysis/front/front.ts";
import { pointAt } from "../../../../core/curves/curve.ts";
import { lowerEnvelope, nextChange } from "../../../../core/curves/envelope.ts";
import type { Library } from "../../../../library/load.ts";
import { predictionOf } from "../../../../state/derived.ts";
import { useDeferredPolicy, useExplorer } from "../../../context.ts";
import { tipSeen } from "../../../tips/tip.ts";
import { formatLambda } from "../../../ui/words/format.ts";
import type { FrontLayout } from "../frontLayout.ts";

interface NextChoicesProps {
  library: Library;
  front: Front;
  layout: FrontLayout;
}

/** On the router's curve, the nearest λ on either side at which another expert takes over the typed prompt. */
export function NextChoices({ library, front, layout: { constraint, x, y } }: NextChoicesProps) {
  const prediction = useExplorer(predictionOf);
  const policy = useDeferredPolicy();
  if (!prediction) return null;
  const others = penaltyWithout(library, policy, constraint.id);
  const envelope = lowerEnvelope(
    prediction.losses.map((loss, i) => loss + others[i]!),
    constraint.score,
  );
  const { below, above } = nextChange(envelope, policy.lambdas[constraint.id] ?? 0);
  return [below, above].map((change, k) => {
    if (!change) return null;
    const { x: cost, y: outcome } = pointAt(front.router, change.lambda);
    const [px, py] = [x(cost), y(outcome)];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return null;
    const { label } = library.manifest.experts[change.winner]!;
    const side = k === 0 ? "below" : "above";
    return (
      <path
        key={side}
        className="next-choice"
        transform={`translate(${px},${py})`}
        d="M0-6V6"
        {...tipSeen(`${label} takes over your prompt ${side} λ = ${formatLambda(change.lambda)}`)}
      />
    );
  });
}
