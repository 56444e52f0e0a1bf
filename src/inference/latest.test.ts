import { expect, test } from "vitest";
import { latest } from "./latest.ts";

function controlled() {
  const calls: { resolve(value: string): void; reject(error: Error): void }[] = [];
  const fn = latest((_: string) => new Promise<string>((resolve, reject) => calls.push({ resolve, reject })));
  return { fn, calls };
}

test("only the newest call gives its result, whatever the order of the answers", async () => {
  const { fn, calls } = controlled();
  const results = [fn("a"), fn("b")];
  calls[1]!.resolve("B");
  calls[0]!.resolve("A");
  expect(await Promise.all(results)).toEqual([undefined, "B"]);
});

test("the failure of an overtaken call is dropped, that of the newest is not", async () => {
  const { fn, calls } = controlled();
  const [old, newest] = [fn("a"), fn("b")];
  calls[0]!.reject(new Error("old"));
  calls[1]!.reject(new Error("new"));
  expect(await old).toBeUndefined();
  await expect(newest).rejects.toThrow("new");
});

test("a call that nothing overtakes gives its result", async () => {
  const { fn, calls } = controlled();
  const only = fn("a");
  calls[0]!.resolve("A");
  expect(await only).toBe("A");
});
