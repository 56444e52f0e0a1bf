import { useEffect, useState } from "react";
import { useSession } from "../context.ts";
import { droppedFiles } from "../ui/givenFiles.ts";

/**
 * Opens what is dropped on the page, see openGiven.ts. Returns whether files are being dragged over the page, so that it can show
 * this.
 */
export function useDroppedLibrary(): boolean {
  const session = useSession();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Otherwise the browser would navigate to the file.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const given = droppedFiles(event.dataTransfer!);
      if (given) void session.openGiven(given);
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [session]);
  return over;
}
