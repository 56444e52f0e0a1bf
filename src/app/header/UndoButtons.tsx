import { useSyncExternalStore } from "react";
import { useSession } from "../context.ts";
import { shortcutKey } from "../ui/hooks/keys.ts";
import { usePageKeys } from "../ui/hooks/useShortcut.ts";

/** Undo and redo of the view, by button and by keyboard; inside a text box the keys undo typing, as usual. */
export function UndoButtons() {
  const { views } = useSession();
  const { history } = views;
  const canUndo = useSyncExternalStore(history.subscribe, history.canUndo);
  const canRedo = useSyncExternalStore(history.subscribe, history.canRedo);
  usePageKeys((event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = shortcutKey(event);
    if (key === "z" && !event.shiftKey) views.undo();
    else if (key === "z" || key === "y") views.redo();
    else return;
    event.preventDefault();
  });
  return (
    <>
      <button
        type="button"
        className="small"
        disabled={!canUndo}
        aria-keyshortcuts="Control+Z"
        onClick={() => views.undo()}
      >
        Undo
      </button>
      <button
        type="button"
        className="small"
        disabled={!canRedo}
        aria-keyshortcuts="Control+Shift+Z"
        onClick={() => views.redo()}
      >
        Redo
      </button>
    </>
  );
}
