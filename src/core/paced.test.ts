import { afterEach, expect, test, vi } from "vitest";
import { paced } from "./paced.ts";

afterEach(() => vi.useRealTimers());

test("the first report, the last, and one every 200 ms between them are passed on", () => {
  const seen: number[] = [];
  let time = 0;
  const tell = paced(
    (loaded) => seen.push(loaded),
    () => time,
  );
  for (let loaded = 0; loaded <= 100; loaded++) {
    tell(loaded, 100);
    time += 10;
  }
  expect(seen).toEqual([0, 20, 40, 60, 80, 100]);
});

test("a second stage that starts over is not mistaken for the end", () => {
  const seen: [number, number][] = [];
  let time = 0;
  const tell = paced(
    (...report) => seen.push(report),
    () => time,
  );
  tell(10, 10);
  tell(0, 5);
  time = 300;
  tell(1, 5);
  expect(seen).toEqual([
    [10, 10],
    [1, 5],
  ]);
});

test("work of unknown size is thinned out too", () => {
  const seen: number[] = [];
  const tell = paced(
    (loaded) => seen.push(loaded),
    () => 0,
  );
  tell(0, 0);
  tell(5, 0);
  expect(seen).toEqual([0]);
});

/** Reports with the times at which they were passed on. */
function timed() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const begun = performance.now();
  const seen: [number, number][] = [];
  const tell = paced((loaded) => seen.push([performance.now() - begun, loaded]));
  return { seen, tell };
}

test("when work stalls, the latest report is passed on once its time comes", () => {
  const { seen, tell } = timed();
  tell(0, 10);
  vi.advanceTimersByTime(10);
  tell(4, 10);
  vi.advanceTimersByTime(10);
  tell(5, 10);
  vi.advanceTimersByTime(60_000);
  expect(seen).toEqual([
    [0, 0],
    [200, 5],
  ]);
});

test("a report that waited counts as one of the five a second", () => {
  const { seen, tell } = timed();
  tell(0, 10);
  vi.advanceTimersByTime(150);
  tell(1, 10);
  vi.advanceTimersByTime(100);
  tell(2, 10);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([
    [0, 0],
    [200, 1],
    [400, 2],
  ]);
});

test("the report that all is done replaces one that waits", () => {
  const { seen, tell } = timed();
  tell(0, 10);
  tell(9, 10);
  tell(10, 10);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([
    [0, 0],
    [0, 10],
  ]);
});

test("nothing is passed on after the work has ended, whether it waited or comes late", () => {
  const { seen, tell } = timed();
  tell(0, 10);
  tell(5, 10);
  tell.end();
  vi.advanceTimersByTime(1000);
  tell(6, 10);
  tell(10, 10);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([[0, 0]]);
});
