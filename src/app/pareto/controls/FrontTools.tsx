import type { ReactNode } from "react";
import type { Library } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";
import { ExportButtons } from "../../export/ExportButtons.tsx";
import { Choice } from "../../ui/choices/Choice.tsx";
import { outcomeOptions } from "../../ui/choices/outcomeOptions.ts";

interface FrontToolsProps {
  library: Library;
  axis: string;
  outcome: Outcome;
  csv: () => string;
  play: ReactNode;
  kinds: ReactNode;
  onOutcome: (outcome: Outcome) => void;
  onAxis: (axis: string) => void;
}

/** The front's controls, without a session: the first screen draws them, too. */
export function FrontTools({ library, axis, outcome, csv, play, kinds, onOutcome, onAxis }: FrontToolsProps) {
  return (
    <>
      <ExportButtons name="pareto-front" figure csv={csv} />
      {play}
      {library.manifest.router && (
        <Choice label="show" value={outcome} options={outcomeOptions(library.manifest)} onChange={onOutcome} />
      )}
      {kinds}
      <Choice
        label="against"
        value={axis}
        options={library.constraints.map(({ id, label }) => ({ value: id, label: label.toLowerCase() }))}
        onChange={onAxis}
      />
    </>
  );
}
