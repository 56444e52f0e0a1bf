import { useEffect, useEffectEvent, useRef } from "react";
import { useExplorer } from "../context.ts";

/** Calls back when a table has been imported: it stands behind the dialog in which it was chosen. Not when the import was given up. */
export function useAfterImport(onImported: () => void): void {
  const importing = useExplorer(({ tableImport }) => tableImport !== null);
  const address = useExplorer((state) => state.libraryAddress);
  const before = useRef<string | null>(null);
  const imported = useEffectEvent(onImported);
  useEffect(() => {
    if (importing) before.current ??= address;
    else {
      if (before.current !== null && before.current !== address) imported();
      before.current = null;
    }
  }, [importing, address]);
}
