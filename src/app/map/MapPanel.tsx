import { useCallback, useState } from "react";
import { isTable } from "../../analysis/table/reportQuestion.ts";
import { wordsOf } from "../../analysis/words.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Library } from "../../library/load.ts";
import { hasSeveralDomains } from "../../library/manifest/manifestFacts.ts";
import type { MapColor } from "../../state/view/mapView.ts";
import { useArrivedLibrary, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { DeferredPolicy } from "../DeferredPolicy.tsx";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { tip } from "../tips/tip.ts";
import { Choice } from "../ui/choices/Choice.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ToLab } from "../ui/ToLab.tsx";
import { TryAgain } from "../ui/TryAgain.tsx";
import { CausalPanel } from "./CausalPanel.tsx";
import { LayoutControls } from "./LayoutControls.tsx";
import { MapLegend } from "./legend/MapLegend.tsx";
import { coloringOf, expertOfColor } from "./legend/mapColors.ts";
import { MapFigure } from "./MapFigure.tsx";
import { MapOptions } from "./MapOptions.tsx";
import { mapCsv } from "./mapCsv.ts";
import { NearestPrompts } from "./NearestPrompts.tsx";
import { SeparationTable } from "./SeparationTable.tsx";

/** What may colour the map, without what says nothing about this library. */
function coloringsOf(library: Library): { value: MapColor; label: string }[] {
  const { domain, expert } = wordsOf(library.manifest);
  const all: { value: MapColor; label: string }[] = [
    { value: "domain", label: domain },
    { value: "expert", label: `chosen ${expert}` },
    { value: "regret", label: "regret" },
    { value: "loss", label: "predicted loss" },
  ];
  return all.filter(({ value }) => coloringOf(library, value) === value);
}

/**
 * The benchmark's prompts in the router's latent space and, next to it, in a causal language model's; and the position of the typed
 * prompt.
 */
export function MapPanel() {
  const library = useArrivedLibrary();
  const [selecting, setSelecting] = useState(false);
  const stopSelecting = useCallback(() => setSelecting(false), []);
  const hasMap = library?.benchmark.x.some(Number.isFinite);
  return (
    <>
      <div className="map-stack">
        <Panel
          title="Router map"
          className="map"
          tools={
            library &&
            hasMap && <MapTools library={library} selecting={selecting} onSelecting={() => setSelecting(!selecting)} />
          }
        >
          {library && !hasMap && (
            <p className="quiet">
              {isRouted(library)
                ? "No map: this library's benchmark has no router states."
                : "No map yet: a router's states would place the prompts. Data sets and single prompts are below."}{" "}
              {!isRouted(library) && isTable(library) && <ToLab />}
            </p>
          )}
          {library && hasMap && <RouterMap library={library} selecting={selecting} onSelected={stopSelecting} />}
          {!library && <div className="plot" />}
        </Panel>
        {library && (
          <DeferredPolicy>
            <CausalPanel library={library} selecting={selecting} onSelected={stopSelecting} />
          </DeferredPolicy>
        )}
      </div>
      {library && hasMap && <MapFacts library={library} />}
    </>
  );
}

interface MapProps {
  library: Library;
  selecting: boolean;
  onSelected: () => void;
}

function RouterMap({ library, selecting, onSelected }: MapProps) {
  const view = useExplorer((state) => state.map);
  const placed = useExplorer((state) => state.placed);
  const problem = useExplorer((state) => state.maps.problem);
  const layout = useExplorer((state) => state.maps.shown);
  const rows = useSelectedRows();
  return (
    <>
      <MapFigure library={library} space="router" name="Router map" selecting={selecting} onSelected={onSelected} />
      {rows && <MapLegend library={library} view={view} rows={rows} />}
      {problem && (
        <p role="alert">
          {problem} <TryAgain />
        </p>
      )}
      {isRouted(library) && (
        <div className="nearest-room">
          {placed && (
            <>
              <h3>
                Nearest to your prompt, by distance of {library.trained ? "the router's features" : "router states"}
              </h3>
              <NearestPrompts
                library={library}
                label="Benchmark prompts nearest to yours"
                neighbors={placed.neighbors}
              />
            </>
          )}
        </div>
      )}
      <MapOptions library={library} />
      <p className="quiet">
        {library.trained && !layout ? "The two main directions (PCA)" : "UMAP"} of the router's{" "}
        {library.trained ? "features" : "latent space"}; distances between far groups mean little. The cross is your
        prompt, placed by its nearest neighbours. Click a point to open it in the table of prompts.
      </p>
    </>
  );
}

/** Facts about both maps: how well they separate the domains, and how they were laid out. */
function MapFacts({ library }: { library: Library }) {
  const rows = useSelectedRows();
  return (
    <Panel title="About the maps" className="map-facts">
      {hasSeveralDomains(library.manifest) && <SeparationTable library={library} rows={rows} />}
      <LayoutControls library={library} />
    </Panel>
  );
}

function MapTools({
  library,
  selecting,
  onSelecting,
}: {
  library: Library;
  selecting: boolean;
  onSelecting: () => void;
}) {
  const session = useSession();
  const view = useExplorer((state) => state.map);
  const color = coloringOf(library, view.color);
  const experts = library.manifest.experts.map(({ id, label }) => ({ value: id, label }));
  return (
    <>
      <ExportButtons name="router-map" figure csv={() => mapCsv(library, session.store.getState(), "router")} />
      <button
        type="button"
        className="small"
        aria-pressed={selecting}
        {...tip("Drag to draw a line around prompts and select them; Escape cancels")}
        onClick={onSelecting}
      >
        Select area
      </button>
      <Choice
        label="colour by"
        value={color}
        options={coloringsOf(library)}
        onChange={(value) => session.setMap({ color: value })}
      />
      {color === "loss" && (
        <Choice
          label="of"
          value={library.expertIds[expertOfColor(library, view.lossOf)]!}
          options={experts}
          onChange={(value) => session.setMap({ lossOf: value })}
        />
      )}
    </>
  );
}
