import { useMemo } from "react";
import { regrets, routerChoices } from "../../state/derive.ts";
import type { MapColor } from "../../state/store.ts";
import { useDeferredPolicy, useExplorer, useSession } from "../context.ts";
import { Choice } from "../shared/Choice.tsx";
import { Panel } from "../shared/Panel.tsx";
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
        <Choice
          label="colour by"
          value={coloring}
          options={COLORINGS}
          onChange={(value) => session.setView({ mapColor: value })}
        />
      }
    >
      <div className="plot" ref={plot}>
        {library && choices && size.width > 0 && (
          <MapCanvas
            library={library}
            groups={groups}
            placed={placed}
            width={size.width}
            height={size.height}
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
      {problem && <p role="alert">{problem}</p>}
      <p className="quiet">
        UMAP of the router's latent space; distances between far groups mean little. The cross is your prompt, placed by
        its nearest neighbours.
      </p>
    </Panel>
  );
}
