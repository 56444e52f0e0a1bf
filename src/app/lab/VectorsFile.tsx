import { useStore } from "zustand";
import type { LabWork } from "../../session/lab/labWork.ts";
import { FilePick } from "../library/FilePick.tsx";

/** The file of vectors that belong to the table's rows. */
export function VectorsFile({ work, disabled }: { work: LabWork; disabled: boolean }) {
  const vectors = useStore(work.store, (state) => state.vectors);
  return (
    <p className="lab-actions">
      {!disabled && (
        <FilePick
          label="Choose vectors…"
          accept=".json,application/json"
          onPick={(list) => list?.[0] && work.takeVectors(list[0])}
        />
      )}
      <span className={vectors === null ? "quiet" : undefined}>
        {vectors === null
          ? "JSON: a list with one list of numbers for each row of the table, in its order; then, with a test table, for each of its rows."
          : `Vectors of ${vectors}.`}
      </span>
    </p>
  );
}
