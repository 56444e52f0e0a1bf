import { useEffect, useMemo, useSyncExternalStore } from "react";
import { tablesOf } from "../../analysis/statisticsTables.ts";
import { reportQuestion } from "../../analysis/table/reportQuestion.ts";
import type { TableReport } from "../../core/evaluation/tableReport.ts";
import type { Library } from "../../library/load.ts";
import { type Estimate, LatestTask } from "../../session/latestTask.ts";
import type { TableReportRequest } from "../../workers/statistics/protocol.ts";
import { useSession } from "../context.ts";

/** The report on these prompts, computed in the background. */
export function useTableReport(library: Library, rows: Int32Array): Estimate<TableReport> {
  const { statistics } = useSession();
  const models = library.expertIds.join(" ");
  // A report on other models starts afresh: the old one must not be read with the new names.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the models are what makes a report another one
  const reports = useMemo(
    () =>
      new LatestTask(([of, request]: readonly [Library, TableReportRequest], how) =>
        statistics.report(tablesOf(of), request, how),
      ),
    [statistics, models],
  );
  const request = reportQuestion(library, rows);
  useEffect(() => reports.ask([library, request]), [reports, library, request]);
  useEffect(() => () => reports.cancel(), [reports]);
  return useSyncExternalStore(reports.subscribe, reports.get);
}
