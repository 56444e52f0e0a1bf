import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTimeSlices } from "./timeSlices.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A computation of single steps of 40 ms each: a slice is one step. */
function slow(signal = new AbortController().signal) {
  const slices = createTimeSlices(500);
  const steps: number[] = [];
  const start = performance.now();
  const step = () => {
    steps.push(performance.now() - start);
    vi.advanceTimersByTime(40);
    return steps.length < 100;
  };
  return { slices, steps, done: slices.run(step, signal) };
}

test("no slice begins while the work rests, and a rest asked for again begins anew", async () => {
  const { slices, steps, done } = slow();
  await vi.advanceTimersByTimeAsync(0);
  expect(steps.length).toBeGreaterThan(0);
  slices.rest();
  await vi.advanceTimersByTimeAsync(0);
  const held = steps.length;
  await vi.advanceTimersByTimeAsync(300);
  slices.rest();
  await vi.advanceTimersByTimeAsync(400);
  expect(steps.length).toBe(held);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(steps.length).toBe(100);
  await done;
});

test("work that is cancelled while it rests ends", async () => {
  const controller = new AbortController();
  const { slices, done } = slow(controller.signal);
  const ended = expect(done).rejects.toThrow("no more");
  slices.rest();
  controller.abort(new Error("no more"));
  await vi.advanceTimersByTimeAsync(1_000);
  await ended;
});
