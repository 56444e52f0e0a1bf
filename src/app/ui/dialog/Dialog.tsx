import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

/**
 * A modal dialog with a title and a Close button. Its content is rendered only while it is open. The focus goes to the element
 * marked `data-first-focus`, else to the Close button, and returns to its previous place when the dialog closes.
 */
export function Dialog({ title, open, onClose, className = "", children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current!;
    if (!open) return element.close();
    element.showModal();
    element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
  }, [open]);
  // On the body: inside the prompt's form, Enter in a dialog would submit the form.
  return createPortal(
    <dialog ref={dialog} className={`dialog ${className}`} aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <header>
            <h2 id={id}>{title}</h2>
            <button type="button" className="small" onClick={onClose}>
              Close
            </button>
          </header>
          {children}
        </>
      )}
    </dialog>,
    document.body,
  );
}
