// Reads Chromium's performance traces: what the page's main thread did between two of the page's own marks.

/** Event of a trace: times in microseconds; `tdur` is the thread's own working time, without waiting for a busy machine. */
/** @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }} TraceEvent */

/** Categories to record for `tasksBetween`. */
export const TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"];

/**
 * The main thread's tasks between the marks `from` and `to`, the longest first.
 * @param {TraceEvent[]} events
 * @returns {{ work: number, parts: () => [name: string, ms: number][] }[]} milliseconds of the thread's own work, and how they
 *   are distributed, which is looked up in the whole trace
 */
export function tasksBetween(events, from, to) {
  const mark = (name) => events.find((event) => event.name === name);
  const [start, end] = [mark(from), mark(to)];
  if (!start || !end) throw new Error(`The trace has no marks ${from} and ${to}.`);
  const own = events.filter(({ pid, tid, ph }) => pid === start.pid && tid === start.tid && ph === "X");
  const tasks = own.filter(({ name, ts, dur }) => name === "RunTask" && ts + (dur ?? 0) >= start.ts && ts <= end.ts);
  if (tasks.length === 0) throw new Error("The trace holds no tasks of the page.");
  return tasks.map((task) => ({ work: work(task), parts: () => partsOf(task, own) })).sort((a, b) => b.work - a.work);
}

const work = ({ dur = 0, tdur = dur }) => tdur / 1_000;

/** Milliseconds of a task by the name of its outermost event, longest first. */
function partsOf(task, events) {
  const inside = events
    .filter((event) => event !== task && event.ts >= task.ts && event.ts + (event.dur ?? 0) <= task.ts + task.dur)
    .sort((a, b) => a.ts - b.ts);
  const sums = new Map();
  let covered = 0;
  for (const event of inside) {
    if (event.ts < covered || event.name === "RunTask") continue;
    covered = event.ts + (event.dur ?? 0);
    sums.set(event.name, (sums.get(event.name) ?? 0) + work(event));
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}
