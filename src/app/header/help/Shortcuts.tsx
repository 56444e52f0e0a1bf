import { useId } from "react";
import { usePreferences } from "../../preferences.ts";
import { useCausalLibrary } from "../../ui/hooks/useCausalLibrary.ts";

/** Only where the experts fill masks. */
const HIDING = "← → Enter, Shift+Enter";

const SHORTCUTS: readonly [keys: string, what: string][] = [
  ["?", "this help"],
  ["/", "go to the prompt"],
  ["e", "example prompts"],
  ["l", "decision log"],
  ["t", "talk mode: larger type and marks, fewer controls; again to end it"],
  ["Ctrl+Enter", "in the prompt: run the chosen expert"],
  ["Ctrl+Z, Ctrl+Shift+Z", "outside text boxes: undo and redo the view (prompt, λ, axes, selection)"],
  [HIDING, "in the tokens under the prompt: move, and hide a word, or a single token"],
  ["↑ ↓ Enter Esc", "in a flag: choose, accept or close a suggestion"],
  ["← → Page↑ Page↓ Home End", "on a slider, or on the handle of the Pareto front: move λ"],
  ["any key or click", "stop the sweep started by Play"],
  ["↑ ↓ Enter", "in the table of prompts: move, and open a prompt"],
];

/** The shortcuts, and a switch for those without Ctrl (WCAG 2.2, 2.1.4). */
export function Shortcuts() {
  const [{ singleKeys }, change] = usePreferences();
  const causal = useCausalLibrary();
  const id = useId();
  return (
    <>
      <h3>Keyboard</h3>
      <dl>
        {SHORTCUTS.filter(([keys]) => !(causal && keys === HIDING)).map(([keys, what]) => (
          <div key={what}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="check">
        <input
          id={id}
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => change({ singleKeys: event.target.checked })}
        />
        <label htmlFor={id}>Single keys (?, /, e, l, t) work outside text boxes</label>
      </p>
    </>
  );
}
