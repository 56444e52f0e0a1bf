import { datasetTable } from "../../analysis/table/datasetTable.ts";
import { reportAhead } from "../../analysis/table/reportAhead.ts";
import { isPoints, isTable } from "../../analysis/table/reportQuestion.ts";
import { reportParts, reportTextTables } from "../../analysis/table/reportTables.ts";
import { isToCome } from "../../core/evaluation/estimate.ts";
import type { TableReport } from "../../core/evaluation/tableReport.ts";
import { withCommas } from "../../core/withCommas.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer, useSelectedRows } from "../context.ts";
import { Panel } from "../ui/Panel.tsx";
import { CopyReport } from "./CopyReport.tsx";
import { EditsNote } from "./EditsNote.tsx";
import { FigureTable } from "./FigureTable.tsx";
import { Findings } from "./Findings.tsx";
import { PairedModels, PairedRoom } from "./PairedModels.tsx";
import { SaveTable } from "./SaveTable.tsx";
import { useTableReport } from "./useTableReport.ts";
import { WhatIf } from "./whatIf/WhatIf.tsx";

/** The report on an imported evaluation table; hidden for other libraries. */
export function TableReportPanel() {
  const library = useExplorer(libraryOf);
  const rows = useSelectedRows();
  return library && rows && isTable(library) ? <Report key={library.baseUrl} library={library} rows={rows} /> : null;
}

function Report({ library, rows }: { library: Library; rows: Int32Array }) {
  const { value, current, progress, problem } = useTableReport(library, rows);
  const inPart = value !== null && isToCome(value.oracle.score);
  const { name } = library.manifest;
  const names = library.manifest.experts.map(({ label }) => label);
  const copied = () =>
    value ? reportTextTables(name, value, names, datasetsOf(value, names, library), routersIn(library)) : [];
  return (
    <Panel title="Table report" className="table-report" tools={value && <CopyReport name={name} tables={copied} />}>
      <div className="report-name">
        <p>
          <strong translate="no">{name}</strong>
          {value &&
            `: ${isPoints(library) ? "" : `${countedPrompts(value)}, `}${value.models.filter(Boolean).length} models.`}
        </p>
        <p className="report-progress quiet" role="status">
          {!current &&
            !problem &&
            `Computing ${inPart ? "the intervals" : "the report"}${progress === null ? "…" : `: ${Math.round(100 * progress)}%`}`}
        </p>
      </div>
      <EditsNote />
      {problem && (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
      {value && <Figures report={value} names={names} library={library} rows={rows} />}
      {!value && !problem && (
        <div className="report-room" aria-hidden="true" inert>
          <Tables report={reportAhead(library, rows)} names={names} library={library} />
          {!isPoints(library) && (
            <>
              <PairedRoom names={names} />
              <IntervalsNote />
            </>
          )}
        </div>
      )}
      <Findings library={library} />
      <WhatIf library={library} />
      <SaveTable library={library} />
    </Panel>
  );
}

/** Names of others' routers. */
const routersIn = ({ manifest }: Library): string[] => (manifest.benchmark.routers ?? []).map(({ label }) => label);

function countedPrompts({ prompts, asked }: TableReport): string {
  const count = withCommas(prompts);
  return prompts === asked
    ? `${count} ${prompts === 1 ? "prompt" : "prompts"}`
    : `${count} of ${withCommas(asked)} prompts count, those that every model has`;
}

interface TablesProps {
  report: TableReport;
  names: readonly string[];
  library: Library;
}

function Figures({ rows, ...props }: TablesProps & { rows: Int32Array }) {
  return (
    <>
      <Tables {...props} />
      {/* Points have no prompts to compare two models on, or to resample. */}
      {!isPoints(props.library) && (
        <>
          <PairedModels rows={rows} {...props} />
          <IntervalsNote />
        </>
      )}
    </>
  );
}

const IntervalsNote = () => (
  <p className="quiet">
    Intervals are 95%: bootstrap over prompts, where rows of the same prompt stay together; by data set and between two
    models, the normal approximation. Prompts with a missing score are left out of all figures. Where models score the
    same on a prompt, the oracle takes the cheapest.
  </p>
);

function Tables({ report, names, library }: TablesProps) {
  const { policies, figures, models } = reportParts(report, names, routersIn(library));
  const datasets = datasetsOf(report, names, library);
  return (
    <>
      <FigureTable table={policies} />
      <FigureTable table={figures} />
      <FigureTable table={models} folded={names.length > 12} />
      {datasets && <FigureTable table={datasets} folded={datasets.rows.length > 15} />}
    </>
  );
}

const datasetsOf = ({ datasets }: TableReport, names: readonly string[], { manifest }: Library) =>
  datasetTable(
    datasets,
    names,
    manifest.domains.map(({ label }) => label),
  );
