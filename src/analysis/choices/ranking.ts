import { rank } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Prediction } from "../../state/store.ts";
import { totalPenalty } from "./penalties.ts";

/** Experts for the typed prompt, best first, under a policy; those that flags exclude come last. */
export const ranking = (library: Library, prediction: Prediction, policy: Policy): number[] =>
  rank(prediction.losses, totalPenalty(library, policy));

/** The expert chosen for the typed prompt; null when flags exclude every expert. */
export function winnerOf(library: Library, prediction: Prediction, policy: Policy): number | null {
  const penalty = totalPenalty(library, policy);
  const [first] = rank(prediction.losses, penalty);
  return first !== undefined && Number.isFinite(prediction.losses[first]! + penalty[first]!) ? first : null;
}
