import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveFile } from "./saveFile.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the file and its link exist long enough for a slow browser, but not forever", () => {
  const events: string[] = [];
  const link = { href: "", click: () => events.push("click"), remove: () => events.push("remove") };
  vi.stubGlobal("document", { createElement: () => link, body: { append: () => events.push("append") } });
  vi.stubGlobal("URL", {
    createObjectURL: () => "blob:x",
    revokeObjectURL: (url: string) => events.push(`revoke ${url}`),
  });
  saveFile("a.csv", new Blob(["x"]));
  expect(link).toMatchObject({ href: "blob:x", download: "a.csv", hidden: true });
  vi.advanceTimersByTime(39_000);
  expect(events).toEqual(["append", "click"]);
  vi.advanceTimersByTime(2_000);
  expect(events).toEqual(["append", "click", "revoke blob:x", "remove"]);
});
