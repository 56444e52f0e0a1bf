import { readPrompt } from "../../state/flags.ts";
import { useExplorer } from "../context.ts";

/** The flags found in the prompt: what each does, or why it does nothing. */
export function FlagChips() {
  const library = useExplorer((state) => state.library);
  const prompt = useExplorer((state) => state.prompt);
  if (!library) return null;
  const { flags } = readPrompt(library, prompt);
  if (flags.length === 0) return null;
  return (
    <ul className="flags" aria-label="Flags">
      {flags.map((flag) => (
        <li key={flag.range[0]} className={`flag flag-${flag.status}`}>
          <code>{flag.raw}</code>{" "}
          <span className="quiet">
            {flag.status === "recognised" ? "" : `${flag.status}: `}
            {flag.explanation}
          </span>
        </li>
      ))}
    </ul>
  );
}
