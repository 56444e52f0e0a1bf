import { useState } from "react";
import type { Given } from "../../session/openGiven.ts";
import { useSession } from "../context.ts";
import { pickedFiles } from "../ui/givenFiles.ts";
import { FilePick } from "./FilePick.tsx";

/** The ways to add a library: a folder, a zip, a URL. Files are read and stored in this browser; nothing is uploaded. */
export function AddLibrary() {
  const session = useSession();
  const [address, setAddress] = useState("");
  const add = (given: Given | null) => {
    if (given) void session.openGiven(given);
  };
  return (
    <section aria-label="Add a library">
      <h3>Add a library</h3>
      <p className="quiet">
        Drop a folder or a zip with a manifest, library.json, anywhere on the page, or choose one here. Every file is
        checked against the manifest and stored in this browser; nothing is uploaded. The manifest's format:{" "}
        <a href="library.schema.json">library.schema.json</a>.
      </p>
      <p className="quiet">
        A table of how well models did on prompts (CSV, JSON or JSON lines, as RouterBench, RouteLLM, LLMRouter,
        RouterDC, Avengers and EmbedLLM publish them; scores from 0 to 1) becomes a library of figures alone: loss is 1
        − score, and what needs a router stays empty. It stays in this browser, too.
      </p>
      <div className="library-actions">
        <FilePick label="Choose a folder" folder onPick={(list) => add(pickedFiles(list))} />
        <FilePick label="Choose a table" accept=".csv,.json,.jsonl,.ndjson" onPick={(list) => add(pickedFiles(list))} />
        <FilePick label="Choose a zip" accept=".zip,application/zip" onPick={(list) => add(pickedFiles(list))} />
      </div>
      <form
        className="library-actions"
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim()) void session.libraries.open(address.trim());
        }}
      >
        <label>
          or its address{" "}
          <input
            value={address}
            size={36}
            placeholder="folder on this site, or https://…"
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        <button type="submit" className="small">
          Open
        </button>
      </form>
    </section>
  );
}
