import { scaleLinear } from "d3-scale";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import type { Library } from "../../../library/load.ts";
import { lossColor, lossScale } from "./lossScale.ts";

const STOPS = Array.from({ length: 13 }, (_, i) => lossColor(i / 12));

/** The continuous scale of predicted losses, with ticks in its unit. */
export function LossLegend({ library, expert }: { library: Library; expert: number }) {
  const { low, high } = lossScale(library, expert);
  const { long } = lossUnit(library.manifest);
  const label = library.manifest.experts[expert]!.label;
  if (!(high > low)) return <p className="quiet">The router does not predict losses for {label}.</p>;
  const at = scaleLinear().domain([low, high]).range([0, 100]);
  // Ticks at the very ends would overlap the labels there.
  const ticks = at.ticks(5).filter((tick) => at(tick) > 8 && at(tick) < 92);
  const words = `Predicted loss of ${label}, ${long}: from ${low.toFixed(2)} or less to ${high.toFixed(2)} or more`;
  return (
    <div className="loss-legend" role="img" aria-label={words}>
      <span>
        predicted loss of {label}, {long}
      </span>
      <span className="loss-ramp" style={{ background: `linear-gradient(to right, ${STOPS.join(", ")})` }} />
      <span className="loss-ticks">
        <span style={{ left: 0 }}>≤ {low.toFixed(1)}</span>
        {ticks.map((tick) => (
          <span key={tick} className="tick" style={{ left: `${at(tick)}%` }}>
            {tick}
          </span>
        ))}
        <span style={{ right: 0 }}>≥ {high.toFixed(1)}</span>
      </span>
    </div>
  );
}
