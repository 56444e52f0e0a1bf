import { expect, test } from "vitest";
import { paced } from "./paced.ts";

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
