import { useEffect, useState } from "react";
import { unusedParts } from "../state/unusedParts.ts";

const LONGEST_NAME = 40;

/** Says which parts of the link that was opened could not be read; the rest is in force. */
export function LinkNote() {
  const [unused, setUnused] = useState(() => unusedParts(window.location.hash));
  useEffect(() => {
    const read = () => setUnused(unusedParts(window.location.hash));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  const names = unused.slice(0, 5).map((key) => `“${key.slice(0, LONGEST_NAME)}”`);
  const others = unused.length > names.length ? ` and ${unused.length - names.length} more` : "";
  return (
    <div role="status" aria-label="Link">
      {unused.length > 0 && (
        <p className="link-note">
          {`Parts of this link mean nothing here and were left out: ${names.join(", ")}${others}. The rest is shown.`}{" "}
          <button type="button" className="link" onClick={() => setUnused([])}>
            close
          </button>
        </p>
      )}
    </div>
  );
}
