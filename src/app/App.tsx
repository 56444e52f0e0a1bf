import { useState } from "react";
import { curvesAhead } from "../analysis/front/curvesAhead.ts";
import { librarySummary } from "../analysis/librarySummary.ts";
import { libraryOf } from "../state/derived.ts";
import { BackendBadge } from "./BackendBadge.tsx";
import { useExplorer } from "./context.ts";
import { DeferredPolicy } from "./DeferredPolicy.tsx";
import { DecisionPanel } from "./decision/DecisionPanel.tsx";
import { DomainsPanel } from "./domains/DomainsPanel.tsx";
import { GivenModel } from "./experts/add/GivenModel.tsx";
import { ExpertsScreen } from "./experts/ExpertsScreen.tsx";
import { SharedExperts } from "./experts/SharedExperts.tsx";
import { Diagnostics } from "./footer/Diagnostics.tsx";
import { LicenceList } from "./footer/LicenceList.tsx";
import { HelpButton } from "./header/HelpButton.tsx";
import { LogButton } from "./header/LogButton.tsx";
import { OfflineScreen } from "./header/OfflineScreen.tsx";
import { ThemeChoice } from "./header/ThemeChoice.tsx";
import { UndoButtons } from "./header/UndoButtons.tsx";
import { LinkNote } from "./LinkNote.tsx";
import { LibraryChooser } from "./library/LibraryChooser.tsx";
import { Opening } from "./library/Opening.tsx";
import { useDroppedLibrary } from "./library/useDroppedLibrary.ts";
import { MapPanel } from "./map/MapPanel.tsx";
import { ParetoPanel } from "./pareto/ParetoPanel.tsx";
import { PromptBar } from "./prompt/PromptBar.tsx";
import { PromptsPanel } from "./prompts/PromptsPanel.tsx";
import { RunsPanel } from "./run/RunsPanel.tsx";
import { LiveSummary } from "./summary/LiveSummary.tsx";
import { TableImportDialog } from "./table/TableImportDialog.tsx";
import { TableReportPanel } from "./table/TableReportPanel.tsx";
import { usePastedTable } from "./table/usePastedTable.ts";
import { Tour } from "./tour/Tour.tsx";
import { DialogButton } from "./ui/dialog/DialogButton.tsx";
import { LoadingBar } from "./ui/LoadingBar.tsx";
import { Guarded } from "./ui/PanelBoundary.tsx";
import { Said } from "./ui/Said.tsx";
import { TryAgain } from "./ui/TryAgain.tsx";

export function App() {
  const library = useExplorer(libraryOf);
  const loading = useExplorer((state) => state.libraryLoading);
  const origin = useExplorer(
    (state) => state.libraries.find(({ address }) => address === state.libraryAddress)?.origin ?? "shipped",
  );
  const dragged = useDroppedLibrary();
  usePastedTable();
  const [touring, setTouring] = useState(false);
  return (
    <>
      {dragged && <p className="drop-note">Drop a library, an evaluation table, a model, or a manifest of experts</p>}
      <header className="top">
        <h1>Tryage Explorer</h1>
        <div className="top-tools">
          <Guarded>
            <LibraryChooser />
            <ThemeChoice />
            <UndoButtons />
            <DialogButton label="Experts" title="Experts of your own">
              {() => <ExpertsScreen />}
            </DialogButton>
            <DialogButton label="Offline" title="Use offline">
              {() => <OfflineScreen />}
            </DialogButton>
            <LogButton />
            <HelpButton onTour={() => setTouring(true)} />
          </Guarded>
        </div>
        <Guarded>
          <BackendBadge />
        </Guarded>
        <div className="lead">
          <p>
            {library?.manifest.router && (
              <Said>
                A router predicts each expert's loss on your prompt and sends it to the expert with the lowest.
              </Said>
            )}{" "}
            {library ? (
              <Said className="quiet">{`${librarySummary(library, origin === "remote" || origin === "local")}.`}</Said>
            ) : (
              <Said>Which expert should answer your prompt, and what does the choice cost?</Said>
            )}
          </p>
          <Guarded>
            <Tour open={touring} onOpen={() => setTouring(true)} onClose={() => setTouring(false)} />
          </Guarded>
        </div>
      </header>
      <main>
        <Guarded>
          <LinkNote />
          <PromptBar />
          <Opening />
          <TableImportDialog />
          <SharedExperts />
          <GivenModel />
          <LoadingBar label="Loading library" loading={loading} />
        </Guarded>
        {loading.status === "failed" && (
          <p className="failure" role="alert">
            <Said>{loading.message}</Said> <TryAgain />
          </p>
        )}
        <Guarded>
          <RunsPanel />
        </Guarded>
        <div className="panels">
          <Guarded>
            <DeferredPolicy>
              <TableReportPanel />
            </DeferredPolicy>
            <DecisionPanel />
            <DeferredPolicy ahead={curvesAhead}>
              <ParetoPanel />
            </DeferredPolicy>
            <DeferredPolicy>
              <MapPanel />
            </DeferredPolicy>
            <DeferredPolicy>
              <DomainsPanel />
            </DeferredPolicy>
            <DeferredPolicy>
              <PromptsPanel />
            </DeferredPolicy>
          </Guarded>
        </div>
        <Guarded>
          <LiveSummary />
        </Guarded>
      </main>
      <footer className="quiet">
        Routing after Tryage (Hari &amp; Thomson, <a href="https://arxiv.org/abs/2308.11601">arXiv 2308.11601</a>). The
        prompt and the models stay in this tab.{" "}
        <DialogButton label="Licences" title="Licences" className="link">
          {() => <LicenceList />}
        </DialogButton>{" "}
        <DialogButton label="Diagnostics" title="Diagnostics" className="link">
          {() => <Diagnostics />}
        </DialogButton>
      </footer>
    </>
  );
}
