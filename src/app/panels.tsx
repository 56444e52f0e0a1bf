/** The parts of the page whose code is fetched when they are drawn: what the page starts with holds none of it. */
import { PreparedFront } from "./first/PreparedFront.tsx";
import { lazily } from "./ui/lazily.tsx";
import { Panel } from "./ui/Panel.tsx";

export const ParetoPanel = lazily(
  async () => (await import("./pareto/ParetoPanel.tsx")).ParetoPanel,
  <Panel title="Pareto front" className="pareto">
    <PreparedFront />
  </Panel>,
);
export const MapPanel = lazily(
  async () => (await import("./map/MapPanel.tsx")).MapPanel,
  <div className="map-stack">
    <Panel title="Router map" className="map">
      <div className="plot" />
    </Panel>
  </div>,
);
export const DomainsPanel = lazily(
  async () => (await import("./domains/DomainsPanel.tsx")).DomainsPanel,
  <Panel title="Domains" className="domains" />,
);
export const PromptsPanel = lazily(
  async () => (await import("./prompts/PromptsPanel.tsx")).PromptsPanel,
  <Panel title="Prompts" className="prompts" />,
);
export const RunsPanel = lazily(async () => (await import("./run/RunsPanel.tsx")).RunsPanel);
export const SharedExperts = lazily(async () => (await import("./experts/SharedExperts.tsx")).SharedExperts);
export const GivenModel = lazily(async () => (await import("./experts/add/GivenModel.tsx")).GivenModel);
export const ExpertsScreen = lazily(async () => (await import("./experts/ExpertsScreen.tsx")).ExpertsScreen);
export const OfflineScreen = lazily(async () => (await import("./header/OfflineScreen.tsx")).OfflineScreen);
export const LicenceList = lazily(async () => (await import("./footer/LicenceList.tsx")).LicenceList);
export const Diagnostics = lazily(async () => (await import("./footer/Diagnostics.tsx")).Diagnostics);
export const Tour = lazily(async () => (await import("./tour/Tour.tsx")).Tour);
export const TableImportDialog = lazily(async () => (await import("./table/TableImportDialog.tsx")).TableImportDialog);
export const TableReportPanel = lazily(async () => (await import("./table/TableReportPanel.tsx")).TableReportPanel);
