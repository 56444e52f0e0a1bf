import type { TableReport } from "../../core/evaluation/tableReport.ts";
import type { Library } from "../../library/load.ts";
import type { StatisticsClient } from "../../workers/statistics/client.ts";
import type { TableReportRequest } from "../../workers/statistics/protocol.ts";
import { tablesOf } from "../statisticsTables.ts";

/** Reports that are ready, or on their way for another panel. */
const known = new WeakMap<TableReportRequest, Promise<TableReport>>();

/** Asks for a table's report, which is computed once for all who ask with the same request. */
export function sharedReport(statistics: Pick<StatisticsClient, "report">) {
  return async (
    [library, request]: readonly [Library, TableReportRequest],
    options: NonNullable<Parameters<StatisticsClient["report"]>[2]> & { signal: AbortSignal },
  ): Promise<TableReport> => {
    // Who asked first may have cancelled it, or it failed: then it is asked for anew.
    const found = await known.get(request)?.catch(() => null);
    options.signal.throwIfAborted();
    if (found) return found;
    const computing = statistics.report(tablesOf(library), request, options);
    known.set(request, computing);
    return computing;
  };
}
