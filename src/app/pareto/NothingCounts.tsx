import { withCommas } from "../../core/withCommas.ts";
import { Panel } from "../ui/Panel.tsx";

/** Replaces the front of a table in which every selected prompt lacks a score or a cost. @param prompts how many are selected */
export function NothingCounts({ prompts }: { prompts: number }) {
  return (
    <Panel title="Pareto front" className="pareto">
      <p>
        Nothing can be compared: each of the {withCommas(prompts)} prompts lacks a score or a cost of some model, and a
        missing value never counts as 0. Import the table again, and set the role of the columns of a model with many
        gaps to “ignore”.
      </p>
    </Panel>
  );
}
