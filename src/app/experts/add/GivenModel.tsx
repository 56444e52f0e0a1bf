import { useExplorer, useSession } from "../../context.ts";
import { TaskProgress } from "../TaskProgress.tsx";
import { CandidateForm } from "./CandidateForm.tsx";

/** A model that was dropped on the page: its contents, and the result of adding it. */
export function GivenModel() {
  const { customExperts } = useSession();
  const { onPage, candidate, task, problem, notice } = useExplorer((state) => state.customExperts);
  if (!onPage) return null;
  const close = (
    <button type="button" className="small" onClick={() => customExperts.dismissCandidate()}>
      Dismiss
    </button>
  );
  return (
    <section className="shared-experts" aria-label="Model">
      <TaskProgress task={task} onCancel={() => customExperts.cancel()} />
      {problem !== null && (
        <p role="alert" className="failure">
          {problem} {candidate === null && close}
        </p>
      )}
      {candidate ? (
        <CandidateForm key={candidate.name} candidate={candidate} busy={task !== null} />
      ) : (
        task === null &&
        problem === null && (
          <p role="status">
            {notice} The model was added. Calibrate it under Experts, so that prompts can be routed to it. {close}
          </p>
        )
      )}
    </section>
  );
}
