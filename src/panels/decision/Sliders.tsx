import { sliderScales } from "../../state/sliderScales.ts";
import { useExplorer, useSession } from "../context.ts";
import { LambdaSlider } from "./LambdaSlider.tsx";

/** The λ sliders, one a constraint of the library. Moving one only re-ranks numbers that are already there. */
export function Sliders() {
  const session = useSession();
  const library = useExplorer((state) => state.library);
  const prediction = useExplorer((state) => state.prediction);
  const lambdas = useExplorer((state) => state.lambdas);
  if (!library) return null;
  const scales = sliderScales(library, prediction);
  const moved = library.constraints.some(({ id }) => (lambdas[id] ?? 0) > 0);
  return (
    <fieldset className="sliders">
      <legend>
        What matters beside the loss <span className="quiet">(λ, nats a unit of the constraint)</span>
      </legend>
      {library.constraints.map((constraint) => (
        <LambdaSlider
          key={constraint.id}
          label={constraint.label}
          description={constraint.description}
          lambda={lambdas[constraint.id] ?? 0}
          scale={scales[constraint.id]!}
          onChange={(lambda) => session.setLambda(constraint.id, lambda)}
        />
      ))}
      <button type="button" className="small" disabled={!moved} onClick={() => session.resetLambdas()}>
        All λ to 0
      </button>
    </fieldset>
  );
}
