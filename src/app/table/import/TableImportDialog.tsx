import { withCommas } from "../../../core/withCommas.ts";
import { useExplorer, useSession } from "../../context.ts";
import { Dialog } from "../../ui/dialog/Dialog.tsx";
import { LoadingBar } from "../../ui/LoadingBar.tsx";
import { ColumnTable } from "./ColumnTable.tsx";
import { ReadingChoices } from "./ReadingChoices.tsx";

/** Review of given tables before anything is stored: their interpretation, and ways to correct it. */
export function TableImportDialog() {
  const { tables } = useSession();
  const state = useExplorer(({ tableImport }) => tableImport);
  const busy = state !== null && state.status !== "ready";
  return (
    <Dialog title="Import a table" className="table-import" open={state !== null} onClose={() => tables.cancel()}>
      {state && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void tables.accept();
          }}
        >
          <p>
            <strong translate="no">{state.name}</strong> <Understood />
          </p>
          {busy && (
            <LoadingBar
              label={state.status === "reading" ? "Reading the table" : "Making a library of it"}
              loading={{ status: "loading", loaded: state.loaded, total: state.total }}
            />
          )}
          {(state.problem ?? state.look?.problem) && (
            <p className="failure" role="alert">
              {state.problem ?? state.look?.problem}
            </p>
          )}
          {state.look && <ReadingChoices look={state.look} disabled={busy} />}
          {state.look && <ColumnTable look={state.look} disabled={busy} />}
          {state.look && state.look.findings.length > 0 && (
            <section aria-label="Findings">
              <h3>What to know of this table</h3>
              <ul>
                {state.look.findings.map(({ text }) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </section>
          )}
          <p className="library-actions">
            <button
              type="submit"
              className="primary"
              data-first-focus
              disabled={busy || !state.look || state.look.problem !== null}
            >
              Import
            </button>
            <button type="button" onClick={() => tables.cancel()}>
              Cancel
            </button>
            <span className="quiet">It stays in this browser. Nothing is uploaded.</span>
          </p>
        </form>
      )}
    </Dialog>
  );
}

/** In a sentence: number of rows, prompts and models, and the form. */
function Understood() {
  const look = useExplorer(({ tableImport }) => tableImport?.look ?? null);
  if (!look) return null;
  const { files, skipped, rows, models, prompts, problem } = look;
  const scores = files.filter(({ holds }) => holds === "scores").length;
  const prices = files.length - scores;
  const parts = [
    scores > 1 ? `${scores} files` : "",
    `${withCommas(rows)} ${rows === 1 ? "row" : "rows"}`,
    problem === null ? `${withCommas(prompts)} prompts × ${models.length} models` : "",
    prices > 0 ? "figures of the models beside them" : "",
    skipped.length > 0 ? `${skipped.length} other files left alone` : "",
  ];
  return <span>{parts.filter((part) => part !== "").join(", ")}.</span>;
}
