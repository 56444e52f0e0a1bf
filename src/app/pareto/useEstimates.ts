import { useEffect, useMemo, useState } from "react";
import { singleBest } from "../../analysis/choices/baselineChoices.ts";
import { chargedByCall } from "../../analysis/choices/decisionCosts.ts";
import { rawOver } from "../../analysis/front/axisCosts.ts";
import { type ComparisonRequest, policyOutcomes } from "../../analysis/front/frontOverlays.ts";
import { tablesOf } from "../../analysis/statisticsTables.ts";
import type { Library } from "../../library/load.ts";
import { type EstimateResult, type FollowedTask, LatestTask } from "../../session/latestTask.ts";
import type { StatisticsClient } from "../../workers/statistics/client.ts";
import type { Band, Figures, FiguresRequest, FrontRequest } from "../../workers/statistics/protocol.ts";
import { useArriving } from "../ui/hooks/useArriving.ts";

export interface EstimateTasks {
  bands: FollowedTask;
  intervals: FollowedTask;
}

/** The front's input: see `FrontRequest`; the comparisons add further policies. */
interface Question {
  comparison: ComparisonRequest;
  others: Float64Array;
  lambda: number;
}

/**
 * Band and intervals of the front, estimated in the background; the band does not depend on the λ of its own axis. `tasks` tell how far
 * they are: who draws the front is not told, and does not draw it anew for that.
 */
export function useEstimates(
  client: StatisticsClient,
  { comparison, others, lambda }: Question,
): { band: EstimateResult<Band>; figures: EstimateResult<Figures>; tasks: EstimateTasks } {
  const { library, axis, outcome, rows, policy } = comparison;
  const [bands] = useState(
    () => new LatestTask(([of, request]: [Library, FrontRequest], how) => client.band(tablesOf(of), request, how)),
  );
  const [intervals] = useState(
    () =>
      new LatestTask(([request, of]: [Omit<FiguresRequest, "policies">, ComparisonRequest], how) =>
        // The policies' outcomes are computed only once the request has settled.
        client.figures(tablesOf(of.library), { ...request, policies: policyOutcomes(of) }, how),
      ),
  );
  const byCall = chargedByCall(library, axis, policy);
  const request = useMemo((): FrontRequest => {
    const { score, scale } = library.constraints.find(({ id }) => id === axis)!;
    const raw = measuredRaw(library, rawOver(library, axis, rows));
    return { axis, outcome, rows, score, raw, scale, others, ...(byCall ? { byCall } : {}) };
  }, [library, axis, outcome, rows, others, byCall]);
  useEffect(() => bands.ask([library, request]), [bands, library, request]);
  useEffect(() => {
    const single = singleBest(library, rows);
    intervals.ask([{ ...request, lambda, single }, comparison]);
  }, [intervals, library, request, rows, lambda, comparison]);
  useEffect(
    () => () => {
      bands.cancel();
      intervals.cancel();
    },
    [bands, intervals],
  );
  return {
    tasks: useMemo(() => ({ bands, intervals }), [bands, intervals]),
    band: useArriving(bands.subscribe, bands.getResult),
    figures: useArriving(intervals.subscribe, intervals.getResult),
  };
}

/** Costs of the measured experts: only these set the range for AIQ and hypervolume. */
const measuredRaw = ({ calibrated, expertIds }: Library, raw: Float64Array): Float64Array =>
  calibrated ? raw.map((value, i) => (calibrated.has(expertIds[i]!) ? Number.NaN : value)) : raw;
