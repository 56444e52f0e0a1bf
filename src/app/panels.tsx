/** The parts of the page whose code is fetched when they are drawn: what the page starts with holds none of it. */
import { PreparedFront } from "./first/PreparedFront.tsx";
import { lazily } from "./ui/lazily.tsx";
import { Panel } from "./ui/Panel.tsx";

export const ParetoPanel = lazily(
  async () => (await import("./pareto/FollowingFront.tsx")).FollowingFront,
  <PreparedFront />,
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
export const SpecialisationPanel = lazily(
  async () => (await import("./specialisation/SpecialisationPanel.tsx")).SpecialisationPanel,
  <Panel title="Specialisation" className="specialisation" />,
);
export const LabPanel = lazily(
  async () => (await import("./lab/LabPanel.tsx")).LabPanel,
  <Panel title="Lab" className="lab" />,
);
export const MainMenu = lazily(
  async () => (await import("./header/MainMenu.tsx")).MainMenu,
  <button type="button" className="small" disabled>
    Menu <span aria-hidden="true">▾</span>
  </button>,
);
export const FlagChips = lazily(async () => (await import("./prompt/FlagChips.tsx")).FlagChips);
export const MaskTools = lazily(async () => (await import("./prompt/MaskTools.tsx")).MaskTools);
export const ShownRun = lazily(async () => (await import("./decision/ShownRun.tsx")).ShownRun, <div className="run" />);
export const LiveSummary = lazily(async () => (await import("./summary/LiveSummary.tsx")).LiveSummary);
export const RunsPanel = lazily(async () => (await import("./run/RunsPanel.tsx")).RunsPanel);
export const RoutedFilePanel = lazily(async () => (await import("./route/RoutedFilePanel.tsx")).RoutedFilePanel);
export const SharedExperts = lazily(async () => (await import("./experts/SharedExperts.tsx")).SharedExperts);
export const Given = lazily(async () => (await import("./library/Given.tsx")).Given);
export const TipLayer = lazily(async () => (await import("./tips/TipLayer.tsx")).TipLayer);
export const GivenModel = lazily(async () => (await import("./experts/add/GivenModel.tsx")).GivenModel);
export const LicenceList = lazily(async () => (await import("./footer/LicenceList.tsx")).LicenceList);
export const Diagnostics = lazily(async () => (await import("./footer/Diagnostics.tsx")).Diagnostics);
export const Tour = lazily(async () => (await import("./tour/Tour.tsx")).Tour);
export const TableImportDialog = lazily(
  async () => (await import("./table/import/TableImportDialog.tsx")).TableImportDialog,
);
