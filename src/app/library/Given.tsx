import { usePastedTable } from "../table/import/usePastedTable.ts";
import { useDroppedLibrary } from "./useDroppedLibrary.ts";

/** Opens what is dropped or pasted on the page, and says what can be dropped while something is dragged over it. */
export function Given() {
  const dragged = useDroppedLibrary();
  usePastedTable();
  return dragged ? (
    <p className="drop-note">Drop a library, an evaluation table, a model, or a manifest of experts</p>
  ) : null;
}
