import { useStore } from "zustand";
import type { LabWork } from "../../session/lab/labWork.ts";
import { FilePick } from "../library/FilePick.tsx";
import { pickedFiles } from "../ui/givenFiles.ts";

/** The table that routers are judged on besides: trained on this one, judged on that one. */
export function TestTable({ work, disabled }: { work: LabWork; disabled: boolean }) {
  const test = useStore(work.store, (state) => state.test);
  return (
    <p className="lab-actions">
      {test === null ? (
        <>
          <FilePick label="Choose a test table…" multiple onPick={(list) => work.judgeOn(pickedFiles(list))} />
          <span className="quiet">
            Routers trained on this table are judged on that one, too; prompts that stand in both are found.
          </span>
        </>
      ) : (
        <>
          <span>
            Judged on <strong translate="no">{test}</strong>, too.
          </span>
          <button type="button" className="small" disabled={disabled} onClick={() => work.judgeOn(null)}>
            Remove the test table
          </button>
        </>
      )}
    </p>
  );
}
