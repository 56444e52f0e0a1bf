import { type KeyboardEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { completeFlag, flagAtCaret, suggestFlags } from "../../core/flags/suggest.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";
import { isComposing } from "../ui/hooks/keys.ts";
import { useCausalLibrary } from "../ui/hooks/useCausalLibrary.ts";
import { useShortcut } from "../ui/hooks/useShortcut.ts";
import { SuggestionList } from "./SuggestionList.tsx";

/** The text box, and below it suggestions while the caret is in a flag. */
export function PromptBox({ id, describedBy }: { id: string; describedBy: string }) {
  const session = useSession();
  const prompt = useExplorer((state) => state.prompt);
  const library = useExplorer(libraryOf);
  const causal = useCausalLibrary();
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  useShortcut("/", () => box.current?.focus());
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  /** The prompt for which the suggestions were dismissed. */
  const [dismissed, setDismissed] = useState<string | null>(null);

  const flag = caret === null || dismissed === prompt ? null : flagAtCaret(prompt, caret);
  const available = library?.constraints.map((constraint) => constraint.id) ?? [];
  const suggestions = flag ? suggestFlags(flag.directive, available) : [];
  const open = suggestions.length > 0;
  const chosen = Math.min(active, suggestions.length - 1);

  const readCaret = ({ selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    setCaret(selectionStart === selectionEnd ? selectionStart : null);
  const accept = (index: number) => {
    const completed = completeFlag(prompt, flag!, suggestions[index]!.directive);
    flushSync(() => session.setPrompt(completed.text));
    box.current!.setSelectionRange(completed.caret, completed.caret);
    setCaret(completed.caret);
    setActive(0);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event.nativeEvent)) return;
    const run = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (run) event.currentTarget.form?.requestSubmit();
    if (run || !open) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setActive((chosen + step + suggestions.length) % suggestions.length);
    else if (event.key === "Enter") accept(chosen);
    else if (event.key === "Escape") setDismissed(prompt);
    else return;
    event.preventDefault();
  };

  return (
    <div className="prompt-box">
      <textarea
        ref={box}
        id={id}
        translate="no"
        aria-describedby={describedBy}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? `${list}-${chosen}` : undefined}
        rows={2}
        spellCheck={false}
        placeholder={`Type or paste a text, for instance: We review the ruling de${causal ? "" : " [MASK]."}`}
        value={prompt}
        onChange={(event) => {
          session.setPrompt(event.target.value);
          readCaret(event.target);
          setActive(0);
        }}
        onSelect={(event) => readCaret(event.currentTarget)}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
      />
      {open && <SuggestionList id={list} suggestions={suggestions} active={chosen} onAccept={accept} />}
    </div>
  );
}
