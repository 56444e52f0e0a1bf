import type { RowSet } from "../../core/rowSet.ts";
import type { Polygon } from "../../workers/map/polygon.ts";

/** The benchmark prompts that all panels show: those that meet every condition. */
export interface Selection {
  /** Kind of the prompts, or ANY_KIND; null for the windows, which have the headline figures. */
  kind: string | null;
  /** Ids of domains or parts, any of which may match; none means all. */
  domains: readonly string[];
  /** The router's chosen expert at the current λ. */
  expert: string | null;
  /** Minimum regret of that choice, nats per token. */
  minRegret: number | null;
  /** "Only k experts are right": at most this many are within the tolerance of the best; 0: none is right at all. */
  rightExperts: number | null;
  /** An area of the shipped router map. */
  lasso: Polygon | null;
  /** Prompts selected one by one, or on a layout other than the shipped one: see rowSet.ts. */
  picked: RowSet | null;
}

/** Represents every kind of prompts. */
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

/** More corners would only lengthen the link. */
export const MAX_LASSO = 64;
