import { libraryOf } from "../state/derived.ts";
import { BenchmarkPanels } from "./BenchmarkPanels.tsx";
import { useExplorer } from "./context.ts";
import { DeferredPolicy } from "./DeferredPolicy.tsx";
import { DecisionPanel } from "./decision/DecisionPanel.tsx";
import { LabPanel, MapPanel, ParetoPanel, RoutedFilePanel } from "./panels.tsx";
import { PromptBar } from "./prompt/PromptBar.tsx";
import { TableReportPanel } from "./table/TableReportPanel.tsx";
import { Guarded } from "./ui/PanelBoundary.tsx";

/** The page of an imported table: its report beside its front, then its data sets and prompts. Once a router was trained on it, also what it decides for a typed prompt. */
export function TablePage() {
  const routed = useExplorer((state) => libraryOf(state)?.trained !== undefined);
  const filing = useExplorer((state) => state.routedFile !== null);
  return (
    <div className={routed ? "table-page" : "table-page unrouted"}>
      <Guarded>
        <DeferredPolicy>
          <TableReportPanel />
        </DeferredPolicy>
      </Guarded>
      <div className="table-front">
        <Guarded>
          <ParetoPanel />
        </Guarded>
        <Guarded>
          {routed && <PromptBar />}
          <DecisionPanel />
        </Guarded>
        <Guarded>
          <DeferredPolicy>
            <MapPanel />
          </DeferredPolicy>
        </Guarded>
      </div>
      {filing && (
        <Guarded>
          <DeferredPolicy>
            <RoutedFilePanel />
          </DeferredPolicy>
        </Guarded>
      )}
      <Guarded>
        <LabPanel />
      </Guarded>
      <Guarded>
        <BenchmarkPanels />
      </Guarded>
    </div>
  );
}
