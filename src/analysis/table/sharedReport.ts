import type { TableReport } from "../../core/evaluation/tableReport.ts";
import type { Library } from "../../library/load.ts";
import type { StatisticsClient } from "../../workers/statistics/client.ts";
import type { TableReportRequest } from "../../workers/statistics/protocol.ts";
import { tablesOf } from "../statisticsTables.ts";

type Asking = NonNullable<Parameters<StatisticsClient["report"]>[2]>;
type Progress = Parameters<NonNullable<Asking["onProgress"]>>[0];

interface Options {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** Gets the figures of a large table before their intervals are there. */
  onPart?: (part: TableReport) => void;
}

/** Reports that are ready, or on their way for another panel: what is known of them, and who wants to know. */
interface Shared {
  report: Promise<TableReport>;
  part: TableReport | null;
  waiting: Set<(part: TableReport) => void>;
}
const known = new WeakMap<TableReportRequest, Shared>();

/** Asks for a table's report, which is computed once for all who ask with the same request. */
export function sharedReport(statistics: Pick<StatisticsClient, "report">) {
  return async (
    [library, request]: readonly [Library, TableReportRequest],
    { signal, onProgress, onPart = () => {} }: Options,
  ): Promise<TableReport> => {
    const shared = known.get(request);
    if (shared?.part) onPart(shared.part);
    shared?.waiting.add(onPart);
    // Who asked first may have cancelled it, or it failed: then it is asked for anew.
    const found = shared && (await shared.report.catch(() => null));
    signal.throwIfAborted();
    if (found) return found;
    const waiting = new Set([onPart]);
    const told = (progress: Progress) => {
      const part = progress.part as TableReport | undefined;
      if (part) {
        computing.part = part;
        for (const tell of waiting) tell(part);
      }
      onProgress(progress);
    };
    const report = statistics.report(tablesOf(library), request, { signal, onProgress: told });
    const computing: Shared = { report, part: null, waiting };
    known.set(request, computing);
    return report;
  };
}
