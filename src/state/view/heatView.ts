/** What the Domains panel shows: the part of a link that belongs to it. */
export interface HeatView {
  /** Mean outcome of every expert, or routing share. */
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
