import type { FlagSuggestion } from "../../core/flags/suggest.ts";
import { Said } from "../ui/words/Said.tsx";

interface SuggestionListProps {
  id: string;
  suggestions: readonly FlagSuggestion[];
  /** The one that Enter takes. */
  active: number;
  onAccept: (index: number) => void;
}

/** Completions of the flag being typed. The focus stays in the text box, which names the active option. */
export function SuggestionList({ id, suggestions, active, onAccept }: SuggestionListProps) {
  return (
    <div className="suggestions" id={id} role="listbox" aria-label="Flag suggestions">
      {suggestions.map(({ directive, explanation }, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the text box, where the focus stays
        <div
          key={directive}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onAccept(i)}
        >
          <code translate="no">{directive}</code> <Said className="quiet">{explanation}</Said>
        </div>
      ))}
    </div>
  );
}
