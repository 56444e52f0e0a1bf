import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { domainLabels, layoutOf } from "../../analysis/mapLayouts.ts";
import { type ShippedScores, shippedScores } from "../../analysis/separation.ts";
import { resamplingOf } from "../../library/benchmark/resampling.ts";
import type { Library } from "../../library/load.ts";
import { type Estimate, LatestTask } from "../../session/latestTask.ts";
import type { Maps } from "../../state/slices/maps.ts";
import type { MapClient } from "../../workers/map/client.ts";
import type { Space } from "../../workers/map/layout.ts";
import type { Scores, ScoresRequest } from "../../workers/map/protocol.ts";

/** How well one space separates the domains: as given by the library, or as computed in the map worker. */
export interface Separation {
  shipped: { full: ShippedScores | null; plane: ShippedScores | null };
  computed: Estimate<Scores>;
}

/** @param rows the prompts to score; null: none */
export function useSeparation(
  client: MapClient,
  { library, maps, space, rows }: { library: Library; maps: Maps; space: Space; rows: Int32Array | null },
): Separation {
  const [scores] = useState(
    () => new LatestTask(([ask, request]: [MapClient, ScoresRequest], how) => ask.scores(request, how)),
  );
  const at = layoutOf(library, maps, space);
  const full = rows && shippedScores(library, maps, space, "full", rows);
  const plane = rows && shippedScores(library, maps, space, "plane", rows);
  // A layout in progress is not scored.
  const ready = rows !== null && at !== null && maps.open && maps.run === null;
  const request = useMemo((): ScoresRequest | null => {
    if (!ready || (full && plane)) return null;
    const { clusters } = resamplingOf(library.benchmark, library.manifest.router !== undefined);
    return { space, rows, labels: domainLabels(library), clusters, plane: plane ? null : at, full: !full };
  }, [ready, full, plane, space, rows, library, at]);
  useEffect(() => {
    if (request) scores.ask([client, request]);
  }, [scores, client, request]);
  useEffect(() => () => scores.cancel(), [scores]);
  return { shipped: { full, plane }, computed: useSyncExternalStore(scores.subscribe, scores.get) };
}
