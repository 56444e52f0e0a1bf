import { useEffect, useId, useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import { writeRowSet } from "../../core/rowSet.ts";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";

/** Typing pauses for this long before the texts are searched. */
const PAUSE_MS = 300;

/** Selects the prompts that contain a text; only for a library that has the full texts. */
export function PromptSearch({ library }: { library: Library }) {
  const session = useSession();
  const id = useId();
  const picked = useExplorer(({ selection }) => selection.picked);
  const [wanted, setWanted] = useState("");
  const [found, setFound] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (wanted.trim() === "") return;
    const cancel = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const rows = await (await session.texts()).search(library, wanted, { signal: cancel.signal });
        if (cancel.signal.aborted) return;
        const set = writeRowSet(rows);
        setFound(set);
        setProblem(null);
        session.select({ picked: set });
      } catch (error) {
        if (!cancel.signal.aborted) setProblem(errorMessage(error));
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [session, library, wanted]);
  // Cleared from outside, by undo for instance: the field must not claim another selection.
  useEffect(() => {
    if (found !== null && picked !== found) {
      setFound(null);
      setWanted("");
    }
  }, [picked, found]);
  return (
    <span className="choice">
      <label htmlFor={id}>text contains</label>
      <input
        id={id}
        type="search"
        className="prompt-search"
        value={wanted}
        translate="no"
        onChange={(event) => {
          setWanted(event.target.value);
          if (event.target.value.trim() === "") {
            setFound(null);
            session.select({ picked: null });
          }
        }}
      />
      {problem && (
        <span className="failure" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
