import { curvesAhead } from "../analysis/front/curvesAhead.ts";
import { BenchmarkPanels } from "./BenchmarkPanels.tsx";
import { DeferredPolicy } from "./DeferredPolicy.tsx";
import { DecisionPanel } from "./decision/DecisionPanel.tsx";
import { LabPanel, MapPanel, ParetoPanel } from "./panels.tsx";
import { TableReportPanel } from "./table/TableReportPanel.tsx";
import { Guarded } from "./ui/PanelBoundary.tsx";

/** The page of an imported table: its report beside its front, then its data sets and prompts. What needs a router is a sentence. */
export function TablePage() {
  return (
    <div className="table-page">
      <Guarded>
        <DeferredPolicy>
          <TableReportPanel />
        </DeferredPolicy>
      </Guarded>
      <div className="table-front">
        <Guarded>
          <DeferredPolicy ahead={curvesAhead}>
            <ParetoPanel />
          </DeferredPolicy>
        </Guarded>
        <Guarded>
          <DecisionPanel />
        </Guarded>
        <Guarded>
          <DeferredPolicy>
            <MapPanel />
          </DeferredPolicy>
        </Guarded>
      </div>
      <Guarded>
        <LabPanel />
      </Guarded>
      <Guarded>
        <BenchmarkPanels />
      </Guarded>
    </div>
  );
}
