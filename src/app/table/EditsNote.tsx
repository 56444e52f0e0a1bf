import { describeEdits } from "../../analysis/table/describeEdits.ts";
import { NO_EDITS } from "../../library/evaluationTable/edits/tableEdits.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";

/** Says that the table is shown with changes, and offers to take them all back; nothing while there are none. */
export function EditsNote() {
  const session = useSession();
  const edits = useExplorer((state) => state.edits);
  const table = useExplorer((state) => state.baseLibrary);
  const shown = useExplorer(libraryOf);
  const told = table && shown ? describeEdits(table, shown, edits) : "";
  if (told === "") return null;
  return (
    <p className="edits-note">
      <span role="status">Shown with changes: {told}. The table itself stays as it is.</span>{" "}
      <button type="button" className="small" onClick={() => session.edit(NO_EDITS)}>
        Reset changes
      </button>
    </p>
  );
}
