import { useSyncExternalStore } from "react";
import type { EstimateTasks } from "./useEstimates.ts";

/** Progress of slow estimates, or why one failed; otherwise empty. */
export function EstimateProgress({ tasks: { bands, intervals } }: { tasks: EstimateTasks }) {
  const estimates = [
    useSyncExternalStore(bands.subscribe, bands.get),
    useSyncExternalStore(intervals.subscribe, intervals.get),
  ];
  const under = estimates.flatMap(({ progress }) => (progress === null ? [] : [progress]));
  const problem = estimates.find((estimate) => estimate.problem !== null)?.problem;
  if (problem) return <p role="alert">The intervals could not be computed. {problem}</p>;
  if (under.length === 0) return null;
  return (
    <p className="loading quiet">
      <progress aria-label="Computing intervals" max={1} value={Math.min(...under)} /> resampling the benchmark
    </p>
  );
}
