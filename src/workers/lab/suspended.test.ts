import { expect, test } from "vitest";
import { Suspendable } from "./suspended.ts";

/** Work of some steps, which counts them. */
function counted(steps: number) {
  const done: number[] = [];
  const work = new Suspendable(async ({ pause, tell }) => {
    for (let i = 1; i <= steps; i++) {
      done.push(i);
      tell(i / steps);
      await pause();
    }
    return done.length;
  });
  return { done, work };
}

const none = new AbortController().signal;

test("stops when it is cancelled, goes on where it was, and does no step twice", async () => {
  const { done, work } = counted(6);
  const cancel = new AbortController();
  const told: number[] = [];
  const first = work.follow(cancel.signal, (share) => {
    told.push(share);
    if (share === 0.5) cancel.abort(new Error("enough"));
  });
  await expect(first).rejects.toThrow("enough");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(done).toEqual([1, 2, 3]);
  const again: number[] = [];
  expect(await work.follow(none, (share) => again.push(share))).toBe(6);
  expect(done).toEqual([1, 2, 3, 4, 5, 6]);
  expect(again[0]).toBe(0.5);
  expect(told.at(-1)).toBe(0.5);
  // Who asks when it is done has the result at once.
  expect(await work.follow(none, () => {})).toBe(6);
});

test("goes on while one of two still waits", async () => {
  const { work } = counted(4);
  const cancel = new AbortController();
  const gone = work.follow(cancel.signal, () => {});
  const waits = work.follow(none, () => {});
  cancel.abort(new Error("gone"));
  await expect(gone).rejects.toThrow("gone");
  expect(await waits).toBe(4);
});

test("begins no work that nobody waits for, and none after it was abandoned", async () => {
  const { done, work } = counted(2);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(done).toEqual([]);
  const waits = work.follow(none, () => {});
  work.abandon();
  await expect(waits).rejects.toMatchObject({ name: "AbortError" });
  expect(done).toEqual([]);
});

test("a cancelled signal is refused at once; a failure reaches who asks later", async () => {
  const { work } = counted(2);
  expect(() => work.follow(AbortSignal.abort(new Error("never")), () => {})).toThrow("never");
  const failing = new Suspendable(async () => {
    throw new Error("no");
  });
  await expect(failing.follow(none, () => {})).rejects.toThrow("no");
  await expect(failing.follow(none, () => {})).rejects.toThrow("no");
});
