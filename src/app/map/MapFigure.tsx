import { memo, useCallback, useDeferredValue, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { routerChoices } from "../../analysis/choices/choices.ts";
import { layoutOf } from "../../analysis/mapLayouts.ts";
import { selectionMask } from "../../analysis/rows/selectedRows.ts";
import { writeRowSet } from "../../core/rowSet.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf } from "../../state/derived.ts";
import type { State } from "../../state/store.ts";
import type { Camera } from "../../workers/map/camera.ts";
import type { Space } from "../../workers/map/layout.ts";
import { insidePolygon, type Polygon } from "../../workers/map/polygon.ts";
import { useDeferredPolicy, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { useDark } from "../ui/hooks/useDark.ts";
import { useReducedMotion } from "../ui/hooks/useReducedMotion.ts";
import { useSize } from "../ui/hooks/useSize.ts";
import { MapCanvas } from "./canvas/MapCanvas.tsx";
import { coloringOf, groupByColor } from "./legend/mapColors.ts";

interface MapFigureProps {
  library: Library;
  space: Space;
  name: string;
  selecting: boolean;
  onSelected: () => void;
}

/** What the map's worker has found: layouts, and where the typed prompt lies. */
type Found = Pick<State, "maps" | "placed" | "trail"> & { of: Library | null };

const foundIn = (state: State): Found => {
  const { maps, placed, trail } = state;
  return { maps, placed, trail, of: libraryOf(state) };
};

/** One space's map. What its worker finds is drawn in slices: a prompt that is placed must not hold up the next key. */
export function MapFigure(props: MapFigureProps) {
  const found = useExplorer(useShallow(foundIn));
  const drawn = useDeferredValue(found);
  // A layout of another library has other prompts.
  return <DrawnMap {...props} found={drawn.of === found.of ? drawn : found} />;
}

/** The map in the colours shared by all maps. */
const DrawnMap = memo(function DrawnMap(props: MapFigureProps & { found: Found }) {
  const { library, space, name, selecting, onSelected } = props;
  const { maps, placed, trail } = props.found;
  const session = useSession();
  const policy = useDeferredPolicy();
  const { color: wanted, lossOf, hidden, cameras, trail: wantsTrail } = useExplorer((state) => state.map);
  const color = coloringOf(library, wanted);
  const lasso = useExplorer(({ selection }) => selection.lasso);
  const rows = useSelectedRows();
  const still = useReducedMotion();
  const dark = useDark();
  const [plot, size] = useSize();
  const at = layoutOf(library, maps, space);
  const choices = routerChoices(library, policy);
  // Only colours that depend on λ are recomputed when it moves.
  const colored = color === "expert" || color === "regret" ? choices : null;
  const groups = useMemo(
    () => groupByColor(library, { color, lossOf, hidden }, colored, dark),
    [library, colored, color, lossOf, hidden, dark],
  );
  const setCamera = useCallback(
    (camera: Camera | null) => {
      const { map } = session.store.getState();
      session.setMap({ cameras: { ...map.cameras, [space]: camera } });
    },
    [session, space],
  );
  const polygonStays = space === "router" && !maps.live.router;
  const selectArea = (area: Polygon) => {
    if (polygonStays || !at) return session.select({ lasso: area, picked: null });
    // An area on a layout that a link cannot describe is kept as the prompts inside it.
    const inside = Array.from(at.x.keys()).filter((row) => insidePolygon(area, at.x[row]!, at.y[row]!));
    session.select({ lasso: null, picked: writeRowSet(inside) });
  };
  return (
    <div className="plot" ref={plot} data-figure={`${space}-map`} translate="no">
      {at && size.width > 0 && (
        <MapCanvas
          library={library}
          name={name}
          at={at}
          groups={groups}
          mask={rows && selectionMask(library, rows)}
          choices={choices}
          typed={placed && { placed, trail: wantsTrail && !still ? trail : [], itself: space === "router" }}
          camera={cameras[space]}
          onCamera={setCamera}
          width={size.width}
          height={size.height}
          selecting={selecting}
          area={polygonStays ? lasso : null}
          onArea={selectArea}
          onSelected={onSelected}
        />
      )}
    </div>
  );
});
