import { useEffect, useRef, useState } from "react";
import { fileDecisions, filePredictions } from "../../analysis/routedFile.ts";
import { withCommas } from "../../core/withCommas.ts";
import { libraryOf } from "../../state/derived.ts";
import { useDeferredPolicy, useExplorer, useSession } from "../context.ts";
import { saveFile } from "../export/saveFile.ts";
import { Panel } from "../ui/Panel.tsx";
import { Said } from "../ui/words/Said.tsx";
import { RoutedFileSummary } from "./RoutedFileSummary.tsx";
import { RoutedFileTable } from "./RoutedFileTable.tsx";
import { type RoutedFileFacts, routedFileCsv, routedFileJsonLines } from "./routedFileOut.ts";
import "./route.css";

/** The prompts of a file and what is decided for each at the current λ; moving a slider decides anew without running the router. */
export function RoutedFilePanel() {
  const session = useSession();
  const library = useExplorer(libraryOf);
  const routed = useExplorer((state) => state.routedFile);
  const policy = useDeferredPolicy();
  const top = useRef<HTMLSpanElement>(null);
  // It is below the first screen, and was just asked for.
  useEffect(() => {
    // Some browsers answer with a promise, which React would take for a clean-up.
    void top.current?.closest(".panel")?.scrollIntoView({ block: "start" });
  }, []);
  if (!library || !routed) return null;
  const done = routed.status === "routed";
  const predicted = done ? filePredictions(library, routed.outputs) : null;
  const facts: RoutedFileFacts | null =
    done && predicted
      ? { library, prompts: routed.prompts, predicted, decisions: fileDecisions(library, predicted, policy) }
      : null;
  return (
    <Panel
      title="Routed file"
      className="routed-file"
      tools={
        <>
          {facts && <Downloads name={routed.name} facts={facts} />}
          <button type="button" className="small" onClick={() => session.files.close()}>
            {routed.status === "reading" || routed.status === "routing" ? "Cancel" : "Close"}
          </button>
        </>
      }
    >
      <span ref={top} />
      {routed.status === "failed" && (
        <p className="failure" role="alert">
          <Said>{`Couldn't route ${routed.name}: ${routed.message}`}</Said>
        </p>
      )}
      {routed.status === "reading" && (
        <p className="loading quiet">
          <progress aria-label="Reading the file" /> Reading {routed.name}
        </p>
      )}
      {routed.status === "routing" && (
        <p className="loading quiet">
          <progress aria-label="Routing the file" max={Math.max(1, routed.total)} value={routed.done} />
          {withCommas(routed.done)} of {withCommas(routed.total)} prompts of {routed.name}
        </p>
      )}
      {facts && done && (
        <>
          <RoutedFileSummary name={routed.name} milliseconds={routed.milliseconds} facts={facts} />
          <RoutedFileTable key={routed.name} facts={facts} />
        </>
      )}
    </Panel>
  );
}

function Downloads({ name, facts }: { name: string; facts: RoutedFileFacts }) {
  const [problem, setProblem] = useState<string | null>(null);
  const base = `${name.replace(/\.[^.]*$/, "")}-routed`;
  const save = (ending: string, type: string, write: (facts: RoutedFileFacts) => string) => {
    try {
      saveFile(`${base}.${ending}`, new Blob([write(facts)], { type }));
      setProblem(null);
    } catch {
      setProblem(`Couldn't write ${base}.${ending}: this tab has too little memory left. Split the file of prompts.`);
    }
  };
  return (
    <span className="exports">
      <button
        type="button"
        className="link"
        aria-label="Save routed file as CSV"
        onClick={() => save("csv", "text/csv;charset=utf-8", routedFileCsv)}
      >
        CSV
      </button>
      <button
        type="button"
        className="link"
        aria-label="Save routed file as JSON lines"
        onClick={() => save("jsonl", "application/x-ndjson", routedFileJsonLines)}
      >
        JSON lines
      </button>
      {problem && (
        <span className="failure" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
