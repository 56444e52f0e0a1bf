import { useEffect } from "react";
import { useSession } from "../../context.ts";
import { pickedFiles } from "../../ui/givenFiles.ts";

/** Handles a paste on the page, outside its input fields, as a table: files, or text with several lines of cells. */
export function usePastedTable(): void {
  const session = useSession();
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const target = event.target as Element | null;
      if (target?.closest("input, textarea, select, [contenteditable]") || !event.clipboardData) return;
      const given = pickedFiles(event.clipboardData.files);
      if (given) {
        event.preventDefault();
        void session.openGiven(given);
      } else if (session.tables.offerText(event.clipboardData.getData("text/plain"))) event.preventDefault();
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [session]);
}
