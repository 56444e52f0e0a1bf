import { useEffect, useEffectEvent, useRef } from "react";
import { useExplorer } from "../context.ts";

/** Calls back once a table that was imported is open: it stands behind the dialog in which it was chosen. */
export function useAfterImport(onOpen: () => void): void {
  const status = useExplorer(({ tableImport }) => tableImport?.status ?? null);
  const failed = useExplorer((state) => state.libraryProblem !== null);
  const address = useExplorer((state) => state.libraryAddress);
  /** The library that the accepted table is about to replace. */
  const replaced = useRef<string | null>(null);
  const opened = useEffectEvent(onOpen);
  useEffect(() => {
    if (status === "building") replaced.current = address;
    else if (status !== null || failed) replaced.current = null;
    else if (replaced.current !== null && replaced.current !== address) {
      replaced.current = null;
      opened();
    }
  }, [status, failed, address]);
}
