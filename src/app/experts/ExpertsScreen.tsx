import { useExplorer, useSession } from "../context.ts";
import { UnreadableList } from "../ui/UnreadableList.tsx";
import { AddedList } from "./AddedList.tsx";
import { AddExpert } from "./add/AddExpert.tsx";
import { CandidateForm } from "./add/CandidateForm.tsx";
import { SharedExperts } from "./SharedExperts.tsx";
import { ShareExperts } from "./ShareExperts.tsx";
import { TaskProgress } from "./TaskProgress.tsx";

/** The user's custom experts, and how to add another. */
export function ExpertsScreen() {
  const { customExperts } = useSession();
  const { experts, candidate, task, problem, notice } = useExplorer((state) => state.customExperts);
  return (
    <div className="experts-screen">
      <p className="quiet">
        Any masked or causal language model in ONNX format can take part in routing. It runs in this tab; nothing that
        you add or type is sent anywhere. A model from the Hub is downloaded from there and stored in this browser if
        there is room.
      </p>
      <TaskProgress task={task} onCancel={() => customExperts.cancel()} />
      {problem !== null && (
        <p role="alert" className="failure">
          {problem}
        </p>
      )}
      {notice !== null && <p role="status">{notice}</p>}
      <SharedExperts />
      <UnreadableList kind="expert" />
      {experts.length > 0 && <AddedList experts={experts} busy={task !== null} />}
      {candidate ? (
        <CandidateForm key={candidate.name} candidate={candidate} busy={task !== null} />
      ) : (
        <AddExpert busy={task !== null} />
      )}
      <ShareExperts any={experts.length > 0} />
    </div>
  );
}
