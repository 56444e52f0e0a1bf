import { expect, test } from "vitest";
import { createQueue } from "./queue.ts";

test("tasks run one at a time, in the order of the calls", async () => {
  const queue = createQueue();
  const log: string[] = [];
  const task = (name: string, wait: number) =>
    queue(async () => {
      log.push(`${name} starts`);
      await new Promise((resolve) => setTimeout(resolve, wait));
      log.push(`${name} ends`);
      return name;
    });
  expect(await Promise.all([task("a", 5), task("b", 0)])).toEqual(["a", "b"]);
  expect(log).toEqual(["a starts", "a ends", "b starts", "b ends"]);
});

test("a failed task rejects its own call only", async () => {
  const queue = createQueue();
  const failing = queue(() => {
    throw new Error("no");
  });
  const next = queue(() => "yes");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});

test("messages that arrived earlier are handled before the next task starts", async () => {
  const queue = createQueue();
  let handled = false;
  await queue(() => {
    setTimeout(() => {
      handled = true;
    }, 0);
  });
  expect(await queue(() => handled)).toBe(true);
});
