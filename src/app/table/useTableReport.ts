import { useEffect, useMemo, useSyncExternalStore } from "react";
import { reportQuestion } from "../../analysis/table/reportQuestion.ts";
import { sharedReport } from "../../analysis/table/sharedReport.ts";
import type { TableReport } from "../../core/evaluation/tableReport.ts";
import type { Library } from "../../library/load.ts";
import { type Estimate, LatestTask } from "../../session/latestTask.ts";
import { useSession } from "../context.ts";

/** The report on these prompts, computed in the background, once for all panels that show it. */
export function useTableReport(library: Library, rows: Int32Array): Estimate<TableReport> {
  const { statistics } = useSession();
  const models = library.expertIds.join(" ");
  // A report on other models starts afresh: the old one must not be read with the new names.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the models are what makes a report another one
  const reports = useMemo(() => new LatestTask(sharedReport(statistics), true), [statistics, models]);
  const request = reportQuestion(library, rows);
  useEffect(() => reports.ask([library, request]), [reports, library, request]);
  useEffect(() => () => reports.cancel(), [reports]);
  return useSyncExternalStore(reports.subscribe, reports.get);
}
