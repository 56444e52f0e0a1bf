import { type ReactNode, useState } from "react";
import { Dialog } from "./Dialog.tsx";

interface DialogButtonProps {
  label: string;
  title: string;
  /** Class of the button. */
  className?: string;
  /** The dialog's content; it is there only while the dialog is open. */
  children: () => ReactNode;
}

/** A button that opens a dialog. The dialog gives the focus back when it closes. */
export function DialogButton({ label, title, className = "small", children }: DialogButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={className} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </button>
      <Dialog title={title} className="help" open={open} onClose={() => setOpen(false)}>
        {open && children()}
      </Dialog>
    </>
  );
}
