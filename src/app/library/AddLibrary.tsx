import { useState } from "react";
import type { Given } from "../../session/openGiven.ts";
import { useSession } from "../context.ts";
import { pickedFiles } from "../ui/givenFiles.ts";
import { FilePick } from "./FilePick.tsx";

/** Types for the browser's file picker; phones filter by MIME type, and have none for most of these. */
const TABLES =
  ".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.parquet,.xlsx,.yml,.yaml,.gz,text/csv,text/plain,application/json";

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
        A table of how well models did on prompts, with or without their costs, becomes a library of figures alone: CSV,
        TSV, JSON, JSON lines or Parquet, also packed with gzip or zip; several files become one table. You see what was
        understood before anything is kept. A table can also be pasted on the page.
      </p>
      <div className="library-actions">
        <FilePick label="Choose a folder" folder onPick={(list) => add(pickedFiles(list))} />
        <FilePick label="Choose a table" multiple accept={TABLES} onPick={(list) => add(pickedFiles(list))} />
        <FilePick label="Choose a zip" accept=".zip,application/zip" onPick={(list) => add(pickedFiles(list))} />
      </div>
      <form
        className="library-actions"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = address.trim();
          if (wanted !== "") void session.openAddress(wanted);
        }}
      >
        <label>
          or its address{" "}
          <input
            value={address}
            size={36}
            placeholder="folder or table on this site, or https://…"
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
