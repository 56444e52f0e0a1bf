import { useEffect, useMemo, useSyncExternalStore } from "react";
import { tablesOf } from "../../analysis/statisticsTables.ts";
import { reportQuestion } from "../../analysis/table/reportQuestion.ts";
import type { PairedModels } from "../../core/evaluation/pairedModels.ts";
import type { Library } from "../../library/load.ts";
import { type EstimateResult, LatestTask } from "../../session/latestTask.ts";
import type { PairedModelsRequest } from "../../workers/statistics/protocol.ts";
import { useSession } from "../context.ts";

/** Two models compared on these prompts, in the background. @param first column of the table, @param second another one */
export function usePairedModels(
  library: Library,
  rows: Int32Array,
  first: number,
  second: number,
): EstimateResult<PairedModels> {
  const { statistics } = useSession();
  const pairs = useMemo(
    () =>
      new LatestTask(([of, request]: readonly [Library, PairedModelsRequest], how) =>
        statistics.paired(tablesOf(of), request, how),
      ),
    [statistics],
  );
  const question = useMemo(
    () => [library, { ...reportQuestion(library, rows), first, second }] as const,
    [library, rows, first, second],
  );
  useEffect(() => pairs.ask(question), [pairs, question]);
  useEffect(() => () => pairs.cancel(), [pairs]);
  return useSyncExternalStore(pairs.subscribe, pairs.getResult);
}
