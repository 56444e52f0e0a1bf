import { useState } from "react";
import { Dialog } from "../shared/Dialog.tsx";
import { useShortcut } from "../shared/useShortcut.ts";
import { FlagGrammar } from "./FlagGrammar.tsx";
import { Shortcuts } from "./Shortcuts.tsx";
import { TourLine } from "./TourLine.tsx";

/** What a newcomer cannot see: the tour, the flags, and the keys. */
export function HelpButton({ onTour }: { onTour: () => void }) {
  const [open, setOpen] = useState(false);
  useShortcut("?", () => setOpen(true));
  const tour = () => {
    setOpen(false);
    onTour();
  };
  return (
    <>
      <button
        type="button"
        className="small"
        aria-haspopup="dialog"
        title="Flags and keyboard shortcuts (?)"
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">?</span>
        <span className="visually-hidden">Help</span>
      </button>
      <Dialog title="Flags and keyboard shortcuts" className="help" open={open} onClose={() => setOpen(false)}>
        <TourLine onTour={tour} />
        <FlagGrammar />
        <Shortcuts />
      </Dialog>
    </>
  );
}
