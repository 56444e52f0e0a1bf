import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Compute, LatestTask } from "./latestTask.ts";

interface Deferred {
  promise: Promise<string>;
  resolve: (value: string) => void;
  reject: (reason: unknown) => void;
}
type Call = { question: string; options: Parameters<Compute<string, string>>[1]; settle: Deferred };

let calls: Call[];
let latestTask: LatestTask<string, string>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  calls = [];
  latestTask = new LatestTask((question, options) => {
    const settle = deferred();
    calls.push({ question, options, settle });
    return settle.promise;
  });
});
afterEach(() => vi.useRealTimers());

/** A promise that the test settles. */
function deferred(): Deferred {
  let resolve!: (value: string) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<string>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const flush = () => vi.advanceTimersByTimeAsync(0);

test("many requests in a row are answered once, the last one", async () => {
  for (const question of ["a", "b", "c"]) {
    latestTask.ask(question);
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(calls).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(60);
  expect(calls.map(({ question }) => question)).toEqual(["c"]);
  calls[0]!.settle.resolve("C");
  await flush();
  expect(latestTask.get()).toEqual({ value: "C", current: true, progress: null, problem: null });
});

test("a task whose first request need not settle answers it at once, and settles from the second on", async () => {
  const eager = new LatestTask<string, string>(async (question) => {
    asked.push(question);
    return question;
  }, true);
  const asked: string[] = [];
  eager.ask("a");
  await flush();
  expect(asked).toEqual(["a"]);
  for (const question of ["b", "c"]) {
    eager.ask(question);
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(asked).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(60);
  expect(asked).toEqual(["a", "c"]);
});

test("an old result stays, marked, until the new one arrives; a superseded result is never shown", async () => {
  latestTask.ask("a");
  await vi.advanceTimersByTimeAsync(300);
  calls[0]!.settle.resolve("A");
  await flush();
  latestTask.ask("b");
  expect(latestTask.get()).toMatchObject({ value: "A", current: false });
  await vi.advanceTimersByTimeAsync(300);
  latestTask.ask("c");
  expect(calls[1]!.options.signal.aborted).toBe(true);
  calls[1]!.settle.resolve("B");
  await vi.advanceTimersByTimeAsync(300);
  expect(latestTask.get()).toMatchObject({ value: "A", current: false });
  calls[2]!.settle.resolve("C");
  await flush();
  expect(latestTask.get()).toMatchObject({ value: "C", current: true });
});

test("progress is only reported for work that takes longer than half a second", async () => {
  const seen: (number | null)[] = [];
  latestTask.subscribe(() => seen.push(latestTask.get().progress));
  latestTask.ask("a");
  await vi.advanceTimersByTimeAsync(250);
  calls[0]!.options.onProgress({ loaded: 1, total: 10 });
  await vi.advanceTimersByTimeAsync(600);
  calls[0]!.options.onProgress({ loaded: 5, total: 10 });
  expect(seen).toEqual([0.5]);
});

test("the last progress before a silence is shown, but not after the result, a failure or a newer request", async () => {
  const start = async (question: string) => {
    latestTask.ask(question);
    await vi.advanceTimersByTimeAsync(900);
    const { options, settle } = calls.at(-1)!;
    for (const loaded of [1, 4]) options.onProgress({ loaded, total: 10 });
    expect(latestTask.get().progress).toBe(0.1);
    return settle;
  };
  const first = await start("a");
  await vi.advanceTimersByTimeAsync(1000);
  expect(latestTask.get().progress).toBe(0.4);
  first.resolve("A");
  (await start("b")).resolve("B");
  await vi.advanceTimersByTimeAsync(1000);
  expect(latestTask.get()).toEqual({ value: "B", current: true, progress: null, problem: null });
  (await start("c")).reject(new Error("It failed."));
  await vi.advanceTimersByTimeAsync(1000);
  expect(latestTask.get()).toMatchObject({ progress: null, problem: "It failed." });
  await start("d");
  latestTask.ask("e");
  await vi.advanceTimersByTimeAsync(240);
  expect(latestTask.get().progress).toBeNull();
});

test("a slider that sends a request per step notifies the panels once that their figures are old", async () => {
  latestTask.ask("a");
  await vi.advanceTimersByTimeAsync(300);
  calls[0]!.settle.resolve("A");
  await flush();
  let told = 0;
  latestTask.subscribe(() => told++);
  for (const question of ["b", "c", "d"]) latestTask.ask(question);
  expect(told).toBe(1);
  expect(latestTask.get()).toEqual({ value: "A", current: false, progress: null, problem: null });
});

test("a failure is reported, the same request is not repeated, and the next one starts afresh", async () => {
  latestTask.ask("a");
  await vi.advanceTimersByTimeAsync(300);
  calls[0]!.settle.reject(new Error("The worker stopped."));
  await flush();
  expect(latestTask.get()).toMatchObject({ value: null, current: false, problem: "The worker stopped." });
  latestTask.ask("a");
  await vi.advanceTimersByTimeAsync(300);
  expect(calls).toHaveLength(1);
  latestTask.ask("b");
  expect(latestTask.get().problem).toBeNull();
});

test("what is known of a result is shown before it is complete, unless it is no longer wanted", async () => {
  latestTask.ask("a");
  await vi.advanceTimersByTimeAsync(250);
  calls[0]!.options.onPart("A without its intervals");
  expect(latestTask.get()).toMatchObject({ value: "A without its intervals", current: false });
  calls[0]!.settle.resolve("A");
  await flush();
  expect(latestTask.get()).toMatchObject({ value: "A", current: true });
  latestTask.ask("b");
  calls[0]!.options.onPart("late");
  await vi.advanceTimersByTimeAsync(250);
  latestTask.ask("c");
  calls[1]!.options.onPart("B in part");
  expect(latestTask.get()).toMatchObject({ value: "A", current: false });
});
