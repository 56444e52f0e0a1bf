import { expect, test } from "vitest";
import { nextTask, pauses } from "./nextTask.ts";

test("the next task comes after what other tasks had waiting", async () => {
  const order: string[] = [];
  setTimeout(() => order.push("other"));
  await nextTask();
  expect(order).toEqual(["other"]);
});

test("work pauses once it has gone on for long, and counts anew after the pause", async () => {
  let time = 0;
  const pause = pauses(() => time);
  expect(pause()).toBeUndefined();
  time = 5;
  expect(pause()).toBeUndefined();
  time = 20;
  const paused = pause();
  expect(paused).toBeInstanceOf(Promise);
  await paused;
  expect(pause()).toBeUndefined();
  time = 30;
  expect(pause()).toBeUndefined();
  time = 40;
  await expect(pause()).resolves.toBeUndefined();
});
