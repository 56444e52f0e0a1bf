import type { Library } from "../library/load.ts";
import type { Maps } from "../state/slices/maps.ts";
import type { Space } from "../workers/map/layout.ts";
import type { Score } from "../workers/map/scores/spaceScores.ts";
import { primaryRows } from "./rows/benchmarkRows.ts";

export const SCORE_IDS = ["purity", "silhouette", "nmi"] as const;
export type ScoreId = (typeof SCORE_IDS)[number];
/** Where a score is computed: on the space's own vectors, or on its map. */
export type Place = "full" | "plane";

/** Scores shipped with the library; missing ones are absent. */
export type ShippedScores = Partial<Record<ScoreId, Score | undefined>>;

/**
 * The scores from the library's recipe, if they apply to what is shown: all headline prompts and, for the map, the shipped layout.
 * Null when they must be computed here.
 */
export function shippedScores(
  library: Library,
  { live }: Maps,
  space: Space,
  place: Place,
  rows: Int32Array,
): ShippedScores | null {
  if (rows !== primaryRows(library) || (place === "plane" && live[space])) return null;
  return library.manifest.benchmark.mapMetrics?.[space]?.[place] ?? null;
}
