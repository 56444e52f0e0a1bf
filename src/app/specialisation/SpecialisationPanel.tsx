import { useMemo, useState } from "react";
import { partGroups, sharesAt } from "../../analysis/specialisation.ts";
import type { Library } from "../../library/load.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { Choice } from "../ui/choices/Choice.tsx";
import { useSize } from "../ui/hooks/useSize.ts";
import { Panel } from "../ui/Panel.tsx";
import { Said } from "../ui/words/Said.tsx";
import { SharesTable } from "./SharesTable.tsx";
import { StreamPlot } from "./StreamPlot.tsx";
import { specialisationCsv } from "./specialisationCsv.ts";
import { streamColors } from "./streamColors.ts";
import { usePlayback } from "./usePlayback.ts";
import { useSpecialisation } from "./useSpecialisation.ts";

/** How experts find their subjects when router and experts learn together: where the windows of each domain go, step by step. */
export function SpecialisationPanel() {
  const library = useExplorer(libraryOf);
  if (library?.manifest.specialisation === undefined) return null;
  return <Loaded key={library.baseUrl} library={library} />;
}

function Loaded({ library }: { library: Library }) {
  const { log, problem } = useSpecialisation(library);
  if (log) return <Played library={library} log={log} />;
  return (
    <Panel title="Specialisation" className="specialisation">
      {problem ? <p role="alert">{problem}</p> : <p className="quiet">Loading the log of the training.</p>}
    </Panel>
  );
}

const ALL = "";

function Played({ library, log }: { library: Library; log: Specialisation }) {
  const groups = useMemo(() => partGroups(log, library.manifest), [log, library]);
  const [chosen, setChosen] = useState(ALL);
  const { frame, playing, show, toggle } = usePlayback(log.frames.length);
  const [plot, size] = useSize();
  const group = groups.find(({ id }) => id === chosen);
  const parts = useMemo(() => group?.parts ?? [...log.parts.keys()], [group, log]);
  const colors = useMemo(() => streamColors(log, library.manifest), [log, library]);
  const { step, mutualInformation, normalisedMutualInformation } = log.frames[frame]!;
  const most = sharesAt(log, parts, frame)
    .map((share, expert) => ({ share, label: log.experts[expert]!.label }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
    .map(({ share, label }) => `${Math.round(100 * share)}% to the expert of ${label}`);
  const summary =
    `Step ${step} of ${log.steps}: of the windows of ${group?.label ?? "all domains"}, ${most.join(", ")}. ` +
    `Which expert a window goes to tells ${mutualInformation.toFixed(2)} nats about its part, ${Math.round(100 * normalisedMutualInformation)}% of what it could.`;
  return (
    <Panel
      title="Specialisation"
      className="specialisation"
      tools={
        <>
          <Choice
            label="windows of"
            value={chosen}
            options={[{ value: ALL, label: "all domains" }, ...groups.map(({ id, label }) => ({ value: id, label }))]}
            onChange={setChosen}
          />
          <ExportButtons name="specialisation" figure csv={() => specialisationCsv(log, groups)} />
        </>
      }
    >
      <p className="quiet">
        {log.experts.length} copies of {labelOf(library, log.base)} were trained together with a router and without
        labels: each text went to one expert, and that expert learnt from it. Each stream is an expert, named by what it
        mostly got in the end.
      </p>
      <div className="plot" ref={plot} data-figure="specialisation" translate="no">
        {size.width > 0 && (
          <StreamPlot
            log={log}
            parts={parts}
            colors={colors}
            frame={frame}
            summary={summary}
            width={size.width}
            height={size.height}
          />
        )}
      </div>
      <p className="playback">
        <button type="button" className="small" onClick={toggle}>
          <span aria-hidden="true">{playing ? "■" : "▶"}</span> <Said>{playing ? "Pause" : "Play the training"}</Said>
        </button>
        <input
          type="range"
          aria-label="Step"
          aria-valuetext={`step ${step} of ${log.steps}`}
          min={0}
          max={log.frames.length - 1}
          value={frame}
          onChange={(event) => show(Number(event.target.value))}
        />
        <output translate="no">{step}</output>
      </p>
      <ul className="legend" aria-label="Experts of the training" translate="no">
        {log.experts.map(({ id, label }, expert) => (
          <li key={id}>
            <span className="dot" style={{ background: colors[expert] }} /> {label}
          </li>
        ))}
      </ul>
      <p className="stream-summary">
        <Said>{summary}</Said>
      </p>
      <SharesTable log={log} groups={groups} frame={frame} />
    </Panel>
  );
}

const labelOf = ({ manifest }: Library, id: string): string =>
  manifest.experts.find((expert) => expert.id === id)?.label ?? id;
