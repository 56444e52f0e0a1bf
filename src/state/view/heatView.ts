/** What the Domains panel shows: its part of a link. */
export interface HeatView {
  /** Mean outcome of every expert, or routing share. */
  show: "outcome" | "share";
  /** Whether outcomes are shown as differences to the best expert of each domain. */
  relative: boolean;
  /** Whether the rows are domains or their parts. */
  by: "domain" | "part";
  /** Whose predictions the reliability diagram shows: an expert's id, or one of the two constants below. */
  reliabilityOf: string;
}

/** All of the router's predictions, and those for the experts chosen at the current λ. No expert can have these ids. */
export const EVERY_EXPERT = "~all";
export const CHOSEN_EXPERT = "~chosen";

export const DEFAULT_HEAT_VIEW: HeatView = {
  show: "outcome",
  relative: false,
  by: "part",
  reliabilityOf: EVERY_EXPERT,
};
