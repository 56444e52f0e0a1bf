import { useEffect, useState } from "react";
import { layoutOf } from "../../analysis/mapLayouts.ts";
import { writeRowSet } from "../../core/rowSet.ts";
import type { Library } from "../../library/load.ts";
import type { PlacedPrompt } from "../../workers/map/place.ts";
import { useExplorer, useSession } from "../context.ts";
import { NearestPrompts } from "../map/NearestPrompts.tsx";

/** Number of neighbours to select together: about what a small area drawn on the map contains. */
const AROUND = 50;
const LISTED = 10;

/** A benchmark prompt's position on the map in words, and its neighbours, which can be selected without drawing. */
export function PromptNeighbors({ library, row }: { library: Library; row: number }) {
  const session = useSession();
  const maps = useExplorer((state) => state.maps);
  const [near, setNear] = useState<PlacedPrompt["neighbors"] | null>(null);
  useEffect(() => {
    if (!maps.open) return;
    const cancel = new AbortController();
    session.maps.client.nearest(row, AROUND, { signal: cancel.signal }).then(setNear, () => undefined);
    return () => cancel.abort();
  }, [session, maps.open, row]);
  const at = layoutOf(library, maps, "router");
  if (!at || !near || near.length === 0) return null;
  const select = () => session.select({ lasso: null, picked: writeRowSet([row, ...near.map(({ index }) => index)]) });
  return (
    <>
      <h4>
        On the map at ({at.x[row]!.toFixed(1)}, {at.y[row]!.toFixed(1)}); nearest, by distance of router states
      </h4>
      <NearestPrompts library={library} label="Prompts nearest to this one" neighbors={near.slice(0, LISTED)} />
      <button type="button" className="small" onClick={select}>
        Select its {near.length} nearest prompts
      </button>
    </>
  );
}
