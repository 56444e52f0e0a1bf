import type { ReactNode } from "react";
import { useExplorer } from "./context.ts";
import { DeferredPolicy } from "./DeferredPolicy.tsx";
import { DecisionPanel } from "./decision/DecisionPanel.tsx";
import { useTalkMode } from "./header/useTalkMode.ts";
import type { PanelName } from "./panelName.ts";
import { DomainsPanel, MapPanel, ParetoPanel, PromptsPanel, RoutedFilePanel, SpecialisationPanel } from "./panels.tsx";
import { PromptBar } from "./prompt/PromptBar.tsx";
import { Guarded } from "./ui/PanelBoundary.tsx";
import { TryAgain } from "./ui/TryAgain.tsx";
import { Said } from "./ui/words/Said.tsx";

/** Panels that `?panel=` can show by themselves, for a frame in another page or a slide. */
const PANELS = {
  decision: () => <AnswerAlone />,
  front: () => <ParetoPanel />,
  map: () => (
    <DeferredPolicy>
      <MapPanel />
    </DeferredPolicy>
  ),
  domains: () => (
    <DeferredPolicy>
      <DomainsPanel />
    </DeferredPolicy>
  ),
  prompts: () => (
    <DeferredPolicy>
      <PromptsPanel />
    </DeferredPolicy>
  ),
  specialisation: () => <SpecialisationPanel />,
} satisfies Record<PanelName, () => ReactNode>;

function AnswerAlone() {
  const filing = useExplorer((state) => state.routedFile !== null);
  return (
    <>
      <div className="answer">
        <PromptBar />
        <DecisionPanel />
      </div>
      {filing && (
        <DeferredPolicy>
          <RoutedFilePanel />
        </DeferredPolicy>
      )}
    </>
  );
}

/** One panel of the page, live and with the state of the link, and nothing around it. */
export function Alone({ panel }: { panel: PanelName }) {
  const loading = useExplorer((state) => state.libraryLoading);
  const Shown = PANELS[panel];
  useTalkMode();
  return (
    <main className="alone">
      {loading.status === "failed" && (
        <p className="failure" role="alert">
          <Said>{loading.message}</Said> <TryAgain />
        </p>
      )}
      <Guarded>
        <Shown />
      </Guarded>
    </main>
  );
}
