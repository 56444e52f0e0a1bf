import { expect, test } from "vitest";
import { roomLeft } from "./room.ts";

test.each([
  [{ quota: 300, usage: 100 }, 200],
  [{ quota: 100, usage: 300 }, 0],
  [{ quota: 100 }, null],
  [{}, null],
])("of %j is left", async (estimate, left) => {
  expect(await roomLeft({ estimate: async () => estimate })).toBe(left);
});

test("is unknown if the browser does not say", async () => {
  expect(await roomLeft({ estimate: () => Promise.reject(new TypeError("blocked")) })).toBeNull();
  expect(await roomLeft(undefined)).toBeNull();
});
