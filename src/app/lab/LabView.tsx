import { useState } from "react";
import { useStore } from "zustand";
import { callCosts } from "../../analysis/table/reportQuestion.ts";
import type { Library } from "../../library/load.ts";
import type { LabWork } from "../../session/lab/labWork.ts";
import type { TrainRequest } from "../../workers/lab/protocol.ts";
import { CopyReport } from "../table/CopyReport.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ENCODER, firstChoices, VECTORS } from "./choices.ts";
import { LabChoices } from "./LabChoices.tsx";
import { LabProgress } from "./LabProgress.tsx";
import { LabResults } from "./LabResults.tsx";
import { RouterActions } from "./RouterActions.tsx";
import { TestTable } from "./TestTable.tsx";
import { VectorsFile } from "./VectorsFile.tsx";

/** The region “Lab”: what to train, the training, and what came of it. */
export function LabView({ work, library }: { work: LabWork; library: Library }) {
  const state = useStore(work.store);
  const [choices, setChoices] = useState(state.asked ?? firstChoices(library.benchmark.rows));
  const { status, outcome, problem } = state;
  const training = status === "training";
  const encoder = useStore(work.encoder.store);
  const why = whyNot(library, choices, encoder.choice !== null, state.vectors !== null);
  const lead = outcome ? `${outcome.report.verdict}\n\n` : "";
  return (
    <Panel
      title="Lab"
      className="lab"
      tools={
        outcome && (
          <CopyReport
            name={library.manifest.name}
            what="lab report"
            lead={lead}
            tables={() => [...outcome.tables, ...(outcome.test?.tables ?? [])]}
          />
        )
      }
    >
      <p>
        Train routers on this table, here in the tab, and see whether routing pays: each prompt is routed by what was
        learnt on others. Nothing is uploaded.
      </p>
      <LabChoices
        encoder={work.encoder}
        choices={choices}
        costs={callCosts(library) !== null}
        onChange={setChoices}
        disabled={training}
      />
      {choices.features.includes(VECTORS) && <VectorsFile work={work} disabled={training} />}
      <TestTable work={work} disabled={training} />
      <p className="lab-actions">
        <button
          type="button"
          className="primary"
          disabled={training || why !== null}
          onClick={() => void work.train(library, { ...choices, test: state.test })}
        >
          Train
        </button>
        <button type="button" className="small" disabled={!training} onClick={() => work.cancel()}>
          Cancel
        </button>
        {why !== null && <span className="quiet">{why}</span>}
        {status === "cancelled" && (
          <span className="quiet" role="status">
            Cancelled. “Train” goes on from here, if nothing is changed.
          </span>
        )}
      </p>
      {training && <LabProgress state={state} />}
      {problem && (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
      {outcome && <RouterActions key={outcome.report.headline} work={work} outcome={outcome} disabled={training} />}
      {outcome && <LabResults outcome={outcome} />}
    </Panel>
  );
}

/** Why nothing can be trained, and what to do about it; null if something can. */
function whyNot({ manifest }: Library, { features }: TrainRequest, encoder: boolean, vectors: boolean): string | null {
  if (manifest.benchmark.texts === undefined)
    return "This table has no texts of prompts, so there is nothing to learn from. Import one with a column of prompts.";
  if (features.includes(ENCODER) && !encoder) return "Choose an encoder first, or untick “Encoder”.";
  if (features.includes(VECTORS) && !vectors) return "Choose a file of vectors first, or untick “Vectors”.";
  return features.length === 0 ? "Tick a feature at least." : null;
}
