import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { Panel } from "../ui/Panel.tsx";
import { MapFigure } from "./MapFigure.tsx";
import { mapCsv } from "./mapCsv.ts";

interface CausalPanelProps {
  library: Library;
  selecting: boolean;
  onSelected: () => void;
}

/** The same prompts in a causal language model's space, in the same colours, for comparison with the router's map. */
export function CausalPanel({ library, selecting, onSelected }: CausalPanelProps) {
  const session = useSession();
  const compare = useExplorer((state) => state.map.compare);
  const causal = useExplorer((state) => state.maps.causal);
  const problem = useExplorer((state) => state.maps.causalProblem);
  if (!compare || library.manifest.benchmark.spaces === undefined) return null;
  return (
    <Panel
      title="Causal map"
      className="map"
      tools={
        causal && (
          <ExportButtons name="causal-map" figure csv={() => mapCsv(library, session.store.getState(), "causal")} />
        )
      }
    >
      <MapFigure library={library} space="causal" name="Causal map" selecting={selecting} onSelected={onSelected} />
      {problem ? (
        <p role="alert">{problem}</p>
      ) : (
        <p className="quiet">
          {causal ? "" : "Loading: "}the same prompts by the embeddings of a causal language model, laid out with the
          same settings. The prompts that the router finds nearest to yours are marked. The causal model does not run
          here, so your prompt itself is not on this map.
        </p>
      )}
    </Panel>
  );
}
