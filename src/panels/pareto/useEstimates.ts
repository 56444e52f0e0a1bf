import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Library } from "../../library/load.ts";
import { domainExperts, singleBest } from "../../state/derive.ts";
import { type Estimate, Estimator } from "../../state/estimator.ts";
import { memoLast } from "../../state/memo.ts";
import type { Outcome } from "../../state/store.ts";
import type { StatisticsClient } from "../../statistics/client.ts";
import type { Band, Figures, FiguresRequest, FrontRequest, Tables } from "../../statistics/protocol.ts";

/** What the front is drawn for: see `FrontRequest`. */
interface Question {
  library: Library;
  axis: string;
  outcome: Outcome;
  others: Float64Array;
  rows: Int32Array;
  lambda: number;
}

/** Band and intervals of the front, estimated in the background; the band does not depend on the λ of its own axis. */
export function useEstimates(
  client: StatisticsClient,
  { library, axis, outcome, others, rows, lambda }: Question,
): { band: Estimate<Band>; figures: Estimate<Figures> } {
  const [bands] = useState(
    () => new Estimator(([of, request]: [Library, FrontRequest], how) => client.band(tablesOf(of), request, how)),
  );
  const [intervals] = useState(
    () => new Estimator(([of, request]: [Library, FiguresRequest], how) => client.figures(tablesOf(of), request, how)),
  );
  const request = useMemo((): FrontRequest => {
    const { score, raw, scale } = library.constraints.find(({ id }) => id === axis)!;
    return { axis, outcome, rows, score, raw, scale, others };
  }, [library, axis, outcome, rows, others]);
  useEffect(() => bands.ask([library, request]), [bands, library, request]);
  useEffect(() => {
    const single = singleBest(library, rows);
    intervals.ask([library, { ...request, lambda, single, domain: expertOfDomain(library) }]);
  }, [intervals, library, request, rows, lambda]);
  return {
    band: useSyncExternalStore(bands.subscribe, bands.get),
    figures: useSyncExternalStore(intervals.subscribe, intervals.get),
  };
}

/** The same object for the same library: it crosses to the worker once. */
const tablesOf = memoLast(({ benchmark: { losses, accuracies, predicted } }: Library): Tables => {
  return { losses, accuracies, predicted };
});

const expertOfDomain = memoLast((library: Library): Int32Array => {
  const { groups, experts } = domainExperts(library);
  return groups.map((group) => experts[group]!);
});
