import { expect, test, vi } from "vitest";
import { keepingRunner } from "./keepingRunner.ts";

test("what runs added experts is kept once for each device, when it has run", async () => {
  const call = vi.fn(async (type: string) => {
    if (type === "open") throw new Error("no memory");
    return null;
  });
  const kept: string[] = [];
  const client = keepingRunner({ call } as never, (device) => kept.push(device));
  await expect(client.call("open", { device: "wasm" } as never)).rejects.toThrow("no memory");
  await client.call("release", { key: "a" });
  expect(kept).toEqual([]);
  await client.call("fill", { expert: { device: "wasm" } } as never);
  await client.call("fill", { expert: { device: "wasm" } } as never);
  await client.call("words", { expert: { device: "webgpu" } } as never);
  expect(kept).toEqual(["wasm", "webgpu"]);
});
