import { taskOf } from "../../library/manifest/manifestFacts.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { useExplorer } from "../context.ts";
import { ShownRun } from "../panels.tsx";

/** The chosen expert's result on the prompt. Its place is kept before it is run, so that nothing below moves. */
export function RunResult() {
  const batch = useExplorer((state) => state.runs);
  const prediction = useExplorer(predictionOf);
  const library = useExplorer(libraryOf);
  const run = batch?.all ? undefined : batch?.runs[0];
  if (batch && run && library) return <ShownRun library={library} batch={batch} run={run} />;
  return (
    <div className="run none quiet">
      {(prediction || !library) && (
        <p>
          {library && taskOf(library.manifest) === "causal"
            ? "Run loads the chosen expert: how it reads your prompt, and how it goes on."
            : "Run loads the chosen expert and fills the masks here."}
        </p>
      )}
    </div>
  );
}
