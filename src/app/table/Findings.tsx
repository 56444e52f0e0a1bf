import { withRemedy } from "../../library/evaluationTable/edits/editing.ts";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";

/** What is known of possible faults of the table, and buttons that mend them; a pressed one is in force. */
export function Findings({ library }: { library: Library }) {
  const session = useSession();
  const edits = useExplorer((state) => state.edits);
  const { findings = [] } = library.manifest.benchmark;
  if (findings.length === 0) return null;
  return (
    <section aria-label="Findings">
      <h3>Findings</h3>
      <ul className="findings">
        {findings.map(({ text, remedies }) => (
          <li key={text}>
            {text}{" "}
            {remedies.map(({ id, label }) => (
              <button
                key={id}
                type="button"
                className="small"
                aria-pressed={edits.remedies.includes(id)}
                onClick={() => session.edit(withRemedy(edits, id))}
              >
                {label}
              </button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
