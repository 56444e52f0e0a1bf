import { expect, test, vi } from "vitest";
import type { LoggedDecision } from "./decisionLog.ts";
import { returnTo } from "./returnTo.ts";

const decision = {
  libraryAddress: "models/joint",
  prompt: "a text",
  sliders: { size: "max" },
} as unknown as LoggedDecision;

function session(libraryAddress: string, opens = true) {
  const done: string[] = [];
  const open = vi.fn(async (address: string) => {
    done.push(`open ${address}`);
    return opens;
  });
  const setView = vi.fn(() => void done.push("view"));
  return { done, setView, store: { getState: () => ({ libraryAddress }) }, libraries: { open } };
}

test("a decision is restored in its own library, which is opened first", async () => {
  const other = session("");
  await returnTo(other, decision);
  expect(other.done).toEqual(["open models/joint", "view"]);
  expect(other.setView).toHaveBeenCalledWith({ prompt: "a text", sliders: { size: "max" }, masks: [] });
  const same = session("models/joint");
  await returnTo(same, decision);
  expect(same.done).toEqual(["view"]);
});

test("nothing changes when its library cannot be opened", async () => {
  const gone = session("", false);
  await returnTo(gone, decision);
  expect(gone.setView).not.toHaveBeenCalled();
});
