import { useState } from "react";
import { librarySummary } from "../analysis/librarySummary.ts";
import { libraryOf } from "../state/derived.ts";
import { BackendBadge } from "./BackendBadge.tsx";
import { BenchmarkPanels } from "./BenchmarkPanels.tsx";
import { useExplorer } from "./context.ts";
import { DeferredPolicy } from "./DeferredPolicy.tsx";
import { DecisionPanel } from "./decision/DecisionPanel.tsx";
import { useTalkMode } from "./header/useTalkMode.ts";
import { useTheme } from "./header/useTheme.ts";
import { LinkNote } from "./LinkNote.tsx";
import { LibraryChooser } from "./library/LibraryChooser.tsx";
import { Opening } from "./library/Opening.tsx";
import {
  Diagnostics,
  Given,
  GivenModel,
  LicenceList,
  LiveSummary,
  MainMenu,
  MapPanel,
  ParetoPanel,
  RoutedFilePanel,
  RunsPanel,
  SharedExperts,
  SpecialisationPanel,
  TableImportDialog,
  Tour,
} from "./panels.tsx";
import { PromptBar } from "./prompt/PromptBar.tsx";
import { DialogButton } from "./ui/dialog/DialogButton.tsx";
import { lazily } from "./ui/lazily.tsx";
import { Near } from "./ui/Near.tsx";
import { Panel } from "./ui/Panel.tsx";
import { Guarded } from "./ui/PanelBoundary.tsx";
import { TryAgain } from "./ui/TryAgain.tsx";
import { Said } from "./ui/words/Said.tsx";

/** Shown in place of the panels where a table of scores is open; it holds some of them. */
const TablePage = lazily(async () => (await import("./TablePage.tsx")).TablePage);

export function App() {
  const library = useExplorer(libraryOf);
  const loading = useExplorer((state) => state.libraryLoading);
  const origin = useExplorer(
    (state) => state.libraries.find(({ address }) => address === state.libraryAddress)?.origin ?? "shipped",
  );
  /** Only then is there something to show. */
  const asked = useExplorer(
    ({ runs }) => runs !== null && (runs.all || runs.runs.some(({ result }) => result?.causal)),
  );
  const filing = useExplorer((state) => state.routedFile !== null);
  const importing = useExplorer(({ tableImport }) => tableImport !== null);
  const figuresAlone = useExplorer(({ baseLibrary }) => baseLibrary !== null && !baseLibrary.manifest.router);
  const sharing = useExplorer((state) => state.customExperts.sharing !== null);
  useTalkMode();
  useTheme();
  /** Once there was a table to look at, the dialog stays, so that it can close and give the focus back. */
  const [imported, setImported] = useState(false);
  if (importing && !imported) setImported(true);
  const [touring, setTouring] = useState(false);
  return (
    <>
      <Given />
      <header className="top">
        <h1>Tryage Explorer</h1>
        <div className="top-tools">
          <Guarded>
            <LibraryChooser />
            <MainMenu onTour={() => setTouring(true)} />
          </Guarded>
        </div>
        <Guarded>
          <BackendBadge />
        </Guarded>
        <div className="lead">
          <p>
            {(library === null || library.manifest.router) && (
              <Said>
                A router predicts each expert's loss on your prompt and sends it to the expert with the lowest.
              </Said>
            )}{" "}
            {library && (
              <Said className="quiet">{`${librarySummary(library, origin === "remote" || origin === "local")}.`}</Said>
            )}
          </p>
          <Guarded>
            <Tour open={touring} onOpen={() => setTouring(true)} onClose={() => setTouring(false)} />
          </Guarded>
        </div>
      </header>
      <main>
        <Guarded>
          <Opening />
          <LinkNote />
          {imported && <TableImportDialog />}
          {sharing && <SharedExperts />}
          <GivenModel />
        </Guarded>
        {figuresAlone ? (
          <TablePage />
        ) : (
          <div className="panels">
            <div className="answer">
              <Guarded>
                <PromptBar />
              </Guarded>
              {loading.status === "failed" && (
                <p className="failure" role="alert">
                  <Said>{loading.message}</Said> <TryAgain />
                </p>
              )}
              <Guarded>
                <DecisionPanel />
              </Guarded>
            </div>
            <Guarded>
              {(asked || filing) && (
                <div className="asked-for">
                  {asked && <RunsPanel />}
                  {filing && (
                    <DeferredPolicy>
                      <RoutedFilePanel />
                    </DeferredPolicy>
                  )}
                </div>
              )}
              <ParetoPanel />
              <DeferredPolicy>
                <MapPanel />
              </DeferredPolicy>
              <BenchmarkPanels />
              {library?.manifest.specialisation !== undefined && (
                <Near waiting={<Panel title="Specialisation" className="specialisation" />}>
                  <SpecialisationPanel />
                </Near>
              )}
            </Guarded>
          </div>
        )}
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
