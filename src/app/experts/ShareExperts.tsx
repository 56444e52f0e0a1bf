import { EXPERTS_FILE } from "../../library/customExperts/expertsFile.ts";
import { useSession } from "../context.ts";
import { FilePick } from "../library/FilePick.tsx";
import { saveExperts } from "./saveExperts.ts";

/** Exports added experts as a file for others, and imports such a file. */
export function ShareExperts({ any }: { any: boolean }) {
  const { sharing } = useSession();
  const pick = (list: FileList | null) => {
    const file = list?.[0];
    if (file) void sharing.propose(file.name, () => file.arrayBuffer());
  };
  return (
    <section aria-label="Share experts" className="experts-share">
      <h3>Share</h3>
      <p className="quiet">
        A manifest ({EXPERTS_FILE}) describes added experts, their attributes and their calibration, without weights.
        Import it here, drop it on the page, or host it and share a link that ends in <code>?experts=ADDRESS</code>. Its
        format: <a href="experts.schema.json">experts.schema.json</a>.
      </p>
      <div className="experts-actions">
        {any && (
          <button type="button" className="small" onClick={() => void sharing.manifest().then(saveExperts)}>
            Save manifest of all
          </button>
        )}
        <FilePick label="Import a manifest…" accept=".json,application/json" onPick={pick} />
      </div>
    </section>
  );
}
