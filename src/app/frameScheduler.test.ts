import { expect, test } from "vitest";
import { FrameScheduler } from "./frameScheduler.ts";

/** Frames that fire when the test says so. */
function frames() {
  let waiting: (() => void)[] = [];
  return {
    ask: (call: () => void) => {
      waiting.push(call);
    },
    pass: () => {
      const now = waiting;
      waiting = [];
      for (const call of now) call();
      return now.length;
    },
  };
}

test("one call per frame, in order; duplicate requests are called once, cancelled ones never", () => {
  const { ask, pass } = frames();
  const turns = new FrameScheduler(ask);
  const called: string[] = [];
  const a = () => called.push("a");
  const b = () => called.push("b");
  const c = () => called.push("c");
  for (const call of [a, b, a, c]) turns.take(call);
  turns.leave(b);
  expect(pass()).toBe(1);
  expect(called).toEqual(["a"]);
  // Requested again after its turn, it comes last.
  turns.take(a);
  pass();
  pass();
  expect(called).toEqual(["a", "c", "a"]);
  // With nobody waiting, no further frame is requested.
  pass();
  expect(pass()).toBe(0);
  turns.take(b);
  pass();
  expect(called).toEqual(["a", "c", "a", "b"]);
});

test("a failing function does not block the others", () => {
  const { ask, pass } = frames();
  const turns = new FrameScheduler(ask);
  const called: string[] = [];
  turns.take(() => {
    throw new Error("cannot be drawn");
  });
  turns.take(() => called.push("b"));
  expect(pass).toThrow("cannot be drawn");
  pass();
  expect(called).toEqual(["b"]);
});
