import { effectOf, type Flag, type SliderSettings } from "../../core/flags/grammar.ts";
import type { Library } from "../../library/load.ts";
import type { Prediction } from "../../state/store.ts";
import { asInLink } from "../../state/url/codecs.ts";
import { eligibleExperts } from "../choices/penalties.ts";
import { lambdaOf } from "./policyOf.ts";

/** The current effect of a flag. */
export interface FlagState {
  /** The requested λ, nats; null for a bound and for a flag without effect. */
  wanted: number | null;
  /** Whether the slider has been moved away from it by hand. */
  overruled: boolean;
  /** How many experts its bound excludes; null for other flags. */
  barred: number | null;
}

export function flagState(
  library: Library,
  prediction: Prediction | null,
  flag: Flag,
  sliders: SliderSettings,
): FlagState {
  const { sliders: asked, bounds } = effectOf([flag]);
  const setting = flag.constraint === null ? undefined : asked[flag.constraint];
  const barred = bounds.length > 0 ? eligibleExperts(library, bounds).filter((eligible) => !eligible).length : null;
  if (setting === undefined) return { wanted: null, overruled: false, barred };
  const wanted = lambdaOf(library, prediction, flag.constraint!, setting);
  const set = lambdaOf(library, prediction, flag.constraint!, sliders[flag.constraint!] ?? 0);
  // Links of earlier versions contain the flag's setting as a number with fewer digits.
  return { wanted, overruled: asInLink(set) !== asInLink(wanted), barred };
}
