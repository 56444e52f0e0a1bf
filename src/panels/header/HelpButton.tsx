import { useId, useRef } from "react";
import { useShortcut } from "../shared/useShortcut.ts";
import { FlagGrammar } from "./FlagGrammar.tsx";

const SHORTCUTS: readonly [keys: string, what: string][] = [
  ["?", "this help"],
  ["Ctrl+Enter", "in the prompt: run the chosen expert"],
  ["Ctrl+Z, Ctrl+Shift+Z", "outside text boxes: undo and redo the view (prompt, λ, axes, selection)"],
  ["↑ ↓ Enter Esc", "in a flag: choose, take or close a suggestion"],
  ["← → Page↑ Page↓ Home End", "on a slider, or on the handle of the Pareto front: move λ"],
  ["any key or click", "stops the sweep that Play began"],
  ["↑ ↓ Enter", "in the table of prompts: move, and open a prompt"],
];

/** What a newcomer cannot see: the flags, and the keys. The dialog gives the focus back when it closes. */
export function HelpButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const open = () => dialog.current?.showModal();
  useShortcut((event) => {
    if (event.key !== "?" || dialog.current?.open) return;
    event.preventDefault();
    open();
  });
  return (
    <>
      <button
        type="button"
        className="small"
        aria-haspopup="dialog"
        title="Flags and keyboard shortcuts (?)"
        onClick={open}
      >
        <span aria-hidden="true">?</span>
        <span className="visually-hidden">Help</span>
      </button>
      <dialog ref={dialog} className="help" aria-labelledby={title}>
        <form method="dialog">
          <h2 id={title}>Flags and keyboard shortcuts</h2>
          <button type="submit" className="small">
            Close
          </button>
        </form>
        <FlagGrammar />
        <h3>Keyboard</h3>
        <dl>
          {SHORTCUTS.map(([keys, what]) => (
            <div key={what}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </dialog>
    </>
  );
}
