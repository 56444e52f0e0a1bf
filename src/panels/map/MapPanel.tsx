import { useCallback, useMemo, useState } from "react";
import { regrets, routerChoices } from "../../state/derive.ts";
import { selectionMask } from "../../state/selection.ts";
import type { MapColor } from "../../state/store.ts";
import { useDeferredPolicy, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { Choice } from "../shared/Choice.tsx";
import { ExportButtons } from "../shared/ExportButtons.tsx";
import { Panel } from "../shared/Panel.tsx";
import { TryAgain } from "../shared/TryAgain.tsx";
import { useSize } from "../shared/useSize.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { MapLegend } from "./MapLegend.tsx";
import { groupByColor } from "./mapColors.ts";

const COLORINGS: readonly { value: MapColor; label: string }[] = [
  { value: "domain", label: "domain" },
  { value: "expert", label: "chosen expert" },
  { value: "regret", label: "regret" },
];

/** UMAP of the router's latent space: where the benchmark's prompts lie, and where the typed one falls. */
export function MapPanel() {
  const session = useSession();
  const library = useExplorer((state) => state.library);
  const { lambdas, bounds } = useDeferredPolicy();
  const coloring = useExplorer((state) => state.mapColor);
  const hiddenDomains = useExplorer((state) => state.hiddenDomains);
  const placed = useExplorer((state) => state.placed);
  const problem = useExplorer((state) => state.mapProblem);
  const rows = useSelectedRows();
  const mask = library && rows && selectionMask(library, rows);
  const [selecting, setSelecting] = useState(false);
  const stopSelecting = useCallback(() => setSelecting(false), []);
  const [plot, size] = useSize();
  const choices = library && routerChoices(library, lambdas, bounds);
  const groups = useMemo(
    () =>
      library && choices ? groupByColor(library, coloring, choices, regrets(library, choices), hiddenDomains) : [],
    [library, choices, coloring, hiddenDomains],
  );
  return (
    <Panel
      title="Router map"
      className="map"
      tools={
        <>
          <Choice
            label="colour by"
            value={coloring}
            options={COLORINGS}
            onChange={(value) => session.setView({ mapColor: value })}
          />
          <button
            type="button"
            className="small"
            aria-pressed={selecting}
            title="Draw a line around prompts to select them; Escape gives it up"
            onClick={() => setSelecting(!selecting)}
          >
            Select area
          </button>
          <ExportButtons name="router-map" plot />
        </>
      }
    >
      <div className="plot" ref={plot}>
        {library && choices && size.width > 0 && (
          <MapCanvas
            library={library}
            groups={groups}
            mask={mask}
            placed={placed}
            width={size.width}
            height={size.height}
            selecting={selecting}
            onSelected={stopSelecting}
            describe={(row) => {
              const { domain, part, source, keywords } = library.benchmark;
              const expert = library.manifest.experts[choices[row]!];
              const lost = regrets(library, choices)[row]!;
              return `${part[row] || domain[row]} · ${keywords[row]} · ${source[row]} · sent to ${expert?.id ?? "none"}, regret ${lost.toFixed(2)}`;
            }}
          />
        )}
      </div>
      {library && choices && (
        <MapLegend library={library} coloring={coloring} choices={choices} hiddenDomains={hiddenDomains} />
      )}
      {problem && (
        <p role="alert">
          {problem} <TryAgain />
        </p>
      )}
      <p className="quiet">
        UMAP of the router's latent space; distances between far groups mean little. The cross is your prompt, placed by
        its nearest neighbours. A click on a point opens it in the table of prompts.
      </p>
    </Panel>
  );
}
