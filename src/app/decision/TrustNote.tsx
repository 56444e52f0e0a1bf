import { predictedRange, unfamiliarity } from "../../analysis/trust.ts";
import type { Library } from "../../library/load.ts";
import type { Prediction } from "../../state/store.ts";
import { useExplorer } from "../context.ts";
import { formatNats } from "../ui/format.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { Said } from "../ui/Said.tsx";

/** From this share on a prompt is called unfamiliar. */
const UNFAMILIAR = 0.95;

interface TrustNoteProps {
  library: Library;
  prediction: Prediction;
  winner: number;
}

/** How far the winner's predicted loss may be off, and whether the prompt is unlike all that the router knows. */
export function TrustNote({ library, prediction, winner }: TrustNoteProps) {
  const placed = useExplorer((state) => state.placed);
  const { short } = useLossUnit();
  const { router } = library.manifest;
  if (!router) return null;
  const range = predictedRange(router, prediction.tokens, prediction.losses[winner]!);
  const beyond = unfamiliarity(router, placed);
  if (!range && beyond === null) return null;
  return (
    <p className="quiet trust">
      {range && (
        <Said>
          {`${Math.round(100 * range.share)}% of prompts of this length: measured loss ${formatNats(range.low)} … ${formatNats(range.high)} ${short}.`}
        </Said>
      )}
      {beyond !== null && beyond >= UNFAMILIAR && (
        <Said>
          {` Unfamiliar: farther from all measured prompts than ${Math.round(100 * beyond)}% of prompts are. The prediction may be far off.`}
        </Said>
      )}
    </p>
  );
}
