import { IDENTIFIER } from "../library/manifest/identifier.ts";

/** What the Domains panel shows: the part of a link that belongs to it. */
export interface HeatView {
  /** Mean outcome of every expert, or who receives what. */
  show: "outcome" | "share";
  /** Whether outcomes are told as differences to the best expert of each domain. */
  relative: boolean;
  /** Whether the rows are domains or their parts. */
  by: "domain" | "part";
  /** Whose predictions are calibrated: an expert's id, or one of the two constants below. */
  reliabilityOf: string;
}

/** Every prediction of the router, and those of the experts that it chooses at the current λ. No expert can have these ids. */
export const EVERY_EXPERT = "~all";
export const CHOSEN_EXPERT = "~chosen";

export const DEFAULT_HEAT_VIEW: HeatView = {
  show: "outcome",
  relative: false,
  by: "part",
  reliabilityOf: EVERY_EXPERT,
};

export function writeHeatView(parameters: URLSearchParams, { show, relative, by, reliabilityOf }: HeatView): void {
  if (show !== DEFAULT_HEAT_VIEW.show) parameters.set("heat", show);
  if (relative) parameters.set("against", "best");
  if (by !== DEFAULT_HEAT_VIEW.by) parameters.set("by", by);
  if (reliabilityOf !== DEFAULT_HEAT_VIEW.reliabilityOf) parameters.set("calibration", reliabilityOf);
}

export function readHeatView(parameters: URLSearchParams): HeatView {
  const of = parameters.get("calibration") ?? "";
  return {
    show: parameters.get("heat") === "share" ? "share" : "outcome",
    relative: parameters.get("against") === "best",
    by: parameters.get("by") === "domain" ? "domain" : "part",
    reliabilityOf: of === CHOSEN_EXPERT || IDENTIFIER.test(of) ? of : EVERY_EXPERT,
  };
}
