import { expect, test, vi } from "vitest";
import { onDemand } from "./onDemand.ts";

test("is loaded once, again after a failure, and closed only if it was loaded", async () => {
  const part = { close: vi.fn() };
  const load = vi.fn(async () => part).mockRejectedValueOnce(new Error("no network"));
  const get = onDemand(load);
  get.close();
  expect(load).not.toHaveBeenCalled();
  await expect(get()).rejects.toThrow("no network");
  expect(await Promise.all([get(), get()])).toEqual([part, part]);
  expect(load).toHaveBeenCalledTimes(2);
  get.close();
  await vi.waitFor(() => expect(part.close).toHaveBeenCalledTimes(1));
});
