import { lossUnit } from "../../../analysis/lossUnit.ts";
import type { Manifest } from "../../../library/manifest/manifest.ts";
import type { Outcome } from "../../../state/store.ts";

/** What can be measured of an expert, to pick from. */
export const outcomeOptions = (manifest: Manifest): { value: Outcome; label: string }[] => [
  { value: "loss", label: "loss" },
  { value: "accuracy", label: lossUnit(manifest).outcome },
];
