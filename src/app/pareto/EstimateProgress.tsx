import { useSyncExternalStore } from "react";
import type { EstimateTasks } from "./useEstimates.ts";

/** Progress of slow estimates, or why one failed; otherwise empty. Its line is kept, so that nothing below it moves. */
export function EstimateProgress({ tasks: { bands, intervals } }: { tasks: EstimateTasks }) {
  const estimates = [
    useSyncExternalStore(bands.subscribe, bands.get),
    useSyncExternalStore(intervals.subscribe, intervals.get),
  ];
  const under = estimates.flatMap(({ progress }) => (progress === null ? [] : [progress]));
  const problem = estimates.find((estimate) => estimate.problem !== null)?.problem;
  if (problem) return <p role="alert">The intervals could not be computed. {problem}</p>;
  return (
    <p className="estimate-progress loading quiet">
      {under.length > 0 && (
        <>
          <progress aria-label="Computing intervals" max={1} value={Math.min(...under)} /> resampling the benchmark
        </>
      )}
    </p>
  );
}
