import { type ReactNode, useState } from "react";
import { tipSeen } from "../../tips/tip.ts";
import { useShortcut } from "../hooks/useShortcut.ts";
import { Dialog } from "./Dialog.tsx";

interface DialogButtonProps {
  /** The button's label. */
  label: ReactNode;
  title: string;
  /** Shown while the pointer rests on the button. */
  hint?: string;
  /** A key that also opens the dialog. */
  shortcut?: string;
  /** Classes of the button and of the dialog. */
  className?: string;
  dialogClass?: string;
  /** The dialog's content; rendered only while the dialog is open. */
  children: (close: () => void) => ReactNode;
}

/** A button that opens a dialog. The dialog returns the focus when it closes. */
export function DialogButton(props: DialogButtonProps) {
  const { label, title, hint, shortcut, className = "small", dialogClass = "help", children } = props;
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  useShortcut(shortcut, () => setOpen(true));
  return (
    <>
      <button
        type="button"
        className={className || undefined}
        aria-haspopup="dialog"
        {...(shortcut && { "aria-keyshortcuts": shortcut })}
        {...(hint && tipSeen(hint))}
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      <Dialog title={title} className={dialogClass} open={open} onClose={close}>
        {open && children(close)}
      </Dialog>
    </>
  );
}
