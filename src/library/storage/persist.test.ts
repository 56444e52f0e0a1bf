import { expect, test, vi } from "vitest";
import { askToPersist } from "./persist.ts";

test("the browser is asked once for persistent storage, and a browser without that is not an error", async () => {
  const persist = vi.fn(async () => true);
  expect(await askToPersist({ persisted: async () => false, persist })).toBe(true);
  expect(await askToPersist({ persisted: async () => true, persist })).toBe(true);
  expect(persist).toHaveBeenCalledTimes(1);
  expect(await askToPersist({})).toBe(false);
  expect(await askToPersist({ persist: () => Promise.reject(new Error("blocked")) })).toBe(false);
});
