import { unfamiliarity } from "../../analysis/trust.ts";
import type { Library } from "../../library/load.ts";
import type { Prediction } from "../../state/store.ts";
import { useExplorer } from "../context.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { predictedLoss } from "../ui/words/predictedLoss.ts";
import { Said } from "../ui/words/Said.tsx";

/** From this share on a prompt is called unfamiliar. */
const UNFAMILIAR = 0.95;

interface TrustNoteProps {
  library: Library;
  prediction: Prediction;
  winner: number;
}

/** The winner's predicted loss, how far it may be off, and whether the prompt is unlike all that the router knows. */
export function TrustNote({ library, prediction, winner }: TrustNoteProps) {
  const placed = useExplorer((state) => state.placed);
  const { long } = useLossUnit();
  const { router } = library.manifest;
  const { text, share } = predictedLoss(library, prediction, winner, prediction.losses[winner]!);
  const beyond = router ? unfamiliarity(router, placed) : null;
  const unfamiliar = beyond !== null && beyond >= UNFAMILIAR;
  const trusted = share === null ? "" : ` (${Math.round(100 * share)}% range)`;
  return (
    <p className="quiet trust">
      <Said>
        {unfamiliar
          ? `Predicted loss ${text} ${long}, but unfamiliar: farther from all measured prompts than ${Math.round(100 * beyond)}% of prompts are.`
          : `Predicted loss ${text} ${long}${trusted}`}
      </Said>
    </p>
  );
}
