import { sliderScales } from "../../analysis/policy/sliderScales.ts";
import { LATENCY } from "../../library/localLatencies.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { useExplorer, usePolicy, useSession } from "../context.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { ChangeLinks } from "./ChangeLinks.tsx";
import { LambdaSlider } from "./LambdaSlider.tsx";
import { latencySource } from "./latencySource.ts";

/**
 * The λ sliders, one per constraint of the library, and below each the λ at which the choice changes. Moving one only re-ranks
 * existing numbers.
 */
export function Sliders() {
  const session = useSession();
  const library = useExplorer(libraryOf);
  const prediction = useExplorer(predictionOf);
  const policy = usePolicy();
  const { short } = useLossUnit();
  if (!library) return null;
  const { lambdas } = policy;
  const scales = sliderScales(library, prediction);
  const moved = library.constraints.some(({ id }) => (lambdas[id] ?? 0) > 0);
  return (
    <fieldset className="sliders">
      <legend>
        Trade-offs <span className="quiet">(λ, {short} per unit of the constraint)</span>
      </legend>
      {library.constraints.map((constraint) => (
        <div key={constraint.id}>
          <LambdaSlider
            label={constraint.label}
            description={`${constraint.description} Measured: ${constraint.measured}.`}
            lambda={lambdas[constraint.id] ?? 0}
            scale={scales[constraint.id]!}
            onChange={(lambda) => session.setLambda(constraint.id, lambda)}
          />
          {prediction && (
            <ChangeLinks library={library} prediction={prediction} policy={policy} constraint={constraint} />
          )}
          {constraint.id === LATENCY && <p className="changes">Latency: {latencySource(constraint)}.</p>}
        </div>
      ))}
      <button type="button" className="small" disabled={!moved} onClick={() => session.resetLambdas()}>
        All λ to 0
      </button>
    </fieldset>
  );
}
