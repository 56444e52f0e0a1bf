import { type LossUnit, lambdaUnit } from "../../analysis/lossUnit.ts";
import { sliderScales } from "../../analysis/policy/sliderScales.ts";
import type { Constraint } from "../../library/load.ts";
import { LATENCY } from "../../library/localLatencies.ts";
import { isPrice } from "../../library/manifest/constraints.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { useArrivedFirst, useExplorer, usePolicy, useSession } from "../context.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { ChangeLinks, changesOf } from "./ChangeLinks.tsx";
import { LambdaSlider } from "./LambdaSlider.tsx";
import { latencySource } from "./latencySource.ts";

/** What a constraint is and how it was measured; for the latency also whose milliseconds these are. */
const describe = (constraint: Constraint): string =>
  [
    constraint.description,
    ` Measured: ${constraint.measured}.`,
    constraint.id === LATENCY ? ` Latency: ${latencySource(constraint)}.` : "",
  ].join("");

/** The unit of λ over all sliders: that of prices is named, since it is no share of a range. */
function unitOf(unit: LossUnit, constraints: readonly Constraint[]): string {
  const units = constraints.map((constraint) => (isPrice(constraint.unit) ? lambdaUnit(unit, constraint) : null));
  return [...new Set(units.map((own) => own ?? `${unit.short} per unit of the constraint`))].join("; ");
}

/**
 * The λ sliders, one per constraint of the library, and on each track the λ at which the choice changes. Moving one only re-ranks
 * existing numbers.
 */
export function Sliders() {
  const session = useSession();
  const library = useExplorer(libraryOf);
  const prediction = useArrivedFirst(useExplorer(predictionOf));
  const policy = usePolicy();
  const lossUnit = useLossUnit();
  // Its room is kept, so that nothing moves when the library comes.
  if (!library) return <div className="sliders" />;
  if (library.constraints.length === 0) return null;
  const { lambdas } = policy;
  const scales = sliderScales(library, prediction);
  const moved = library.constraints.some(({ id }) => (lambdas[id] ?? 0) > 0);
  return (
    <fieldset className="sliders">
      <legend>
        Trade-offs <span className="quiet">(λ, {unitOf(lossUnit, library.constraints)})</span>{" "}
        <button type="button" className="small" disabled={!moved} onClick={() => session.resetLambdas()}>
          All λ to 0
        </button>
      </legend>
      {library.constraints.map((constraint) => {
        const lambda = lambdas[constraint.id] ?? 0;
        const envelope = prediction && changesOf(library, prediction, policy, constraint);
        return (
          <div key={constraint.id} className="slider-row">
            <LambdaSlider
              label={constraint.label}
              description={describe(constraint)}
              lambda={lambda}
              unit={lambdaUnit(lossUnit, constraint)}
              scale={scales[constraint.id]!}
              changes={envelope?.breakpoints ?? []}
              onChange={(moved) => session.setLambda(constraint.id, moved)}
            />
            {envelope ? (
              <ChangeLinks library={library} constraint={constraint} lambda={lambda} envelope={envelope} />
            ) : (
              <span className="change-links" />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
