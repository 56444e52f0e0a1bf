import { type ReactNode, useId, useRef, useState } from "react";

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
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  const show = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" className={className} aria-haspopup="dialog" onClick={show}>
        {label}
      </button>
      <dialog ref={dialog} className="help" aria-labelledby={id} onClose={() => setOpen(false)}>
        <form method="dialog">
          <h2 id={id}>{title}</h2>
          <button type="submit" className="small">
            Close
          </button>
        </form>
        {open && children()}
      </dialog>
    </>
  );
}
