import type { Polygon } from "../../workers/map/polygon.ts";
import type { RowSet } from "./rowSet.ts";

/** Which benchmark prompts all panels speak of: those that meet every condition. */
export interface Selection {
  /** Kind of the prompts, or ANY_KIND; null for the windows, which carry the headline figures. */
  kind: string | null;
  /** Ids of domains or of their parts; any of them will do, none means all. */
  domains: readonly string[];
  /** The expert that the router chooses at the current λ. */
  expert: string | null;
  /** Least regret of that choice, nats per token. */
  minRegret: number | null;
  /** "Only k experts are right": at most so many are within the tolerance of the best. */
  rightExperts: number | null;
  /** An area of the router's map as it ships. */
  lasso: Polygon | null;
  /** Prompts that were picked one by one, or on another layout than the shipped one: see rowSet.ts. */
  picked: RowSet | null;
}

/** Stands for every kind of prompts. */
export const ANY_KIND = "all";

export const EVERYTHING: Selection = {
  kind: null,
  domains: [],
  expert: null,
  minRegret: null,
  rightExperts: null,
  lasso: null,
  picked: null,
};

/** More corners than this would only lengthen the link. */
export const MAX_LASSO = 64;
