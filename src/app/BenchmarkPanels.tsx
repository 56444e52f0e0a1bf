import { DeferredPolicy } from "./DeferredPolicy.tsx";
import { DomainsPanel, PromptsPanel } from "./panels.tsx";
import { Near } from "./ui/Near.tsx";
import { Panel } from "./ui/Panel.tsx";

/** What the benchmark holds, drawn when the reader comes near: experts by domain, then its prompts. */
export function BenchmarkPanels() {
  return (
    <>
      <Near waiting={<Panel title="Domains" className="domains" />}>
        <DeferredPolicy>
          <DomainsPanel />
        </DeferredPolicy>
      </Near>
      <Near waiting={<Panel title="Prompts" className="prompts" />}>
        <DeferredPolicy>
          <PromptsPanel />
        </DeferredPolicy>
      </Near>
    </>
  );
}
