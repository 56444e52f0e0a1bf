import { expect, test } from "vitest";
import { LassoLine } from "./lassoLine.ts";

test("one pointer draws a line, which closes when it is lifted", () => {
  const line = new LassoLine();
  line.start(1, [0, 0]);
  line.move(1, [1, 1]); // nearer than a step
  line.move(1, [10, 0]);
  line.move(1, [10, 10]);
  expect(line.corners).toHaveLength(3);
  expect(line.end(1)).toEqual([
    [0, 0],
    [10, 0],
    [10, 10],
  ]);
  expect(line.corners).toBeNull();
  expect(line.end(1)).toBeNull();
});

test("a second finger discards the line, and both must be lifted before another begins", () => {
  const line = new LassoLine();
  line.start(1, [0, 0]);
  line.move(1, [20, 0]);
  line.start(2, [90, 90]);
  expect(line.corners).toBeNull();
  line.move(2, [80, 80]);
  line.move(1, [20, 20]);
  expect(line.end(2)).toBeNull();
  line.start(3, [5, 5]);
  expect(line.corners).toBeNull();
  expect(line.end(3)).toBeNull();
  expect(line.end(1)).toBeNull();
  line.start(4, [5, 5]);
  expect(line.corners).toEqual([[5, 5]]);
});

test("a press that the browser cancels closes nothing", () => {
  const line = new LassoLine();
  line.start(1, [0, 0]);
  line.move(1, [20, 0]);
  line.move(1, [20, 20]);
  line.cancel(1);
  expect(line.corners).toBeNull();
  expect(line.end(1)).toBeNull();
  line.start(1, [3, 3]);
  expect(line.corners).toEqual([[3, 3]]);
});
