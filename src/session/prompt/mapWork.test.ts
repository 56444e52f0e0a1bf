import { beforeEach, expect, test, vi } from "vitest";
import { InferenceError } from "../../rpc/errors.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import type { MapClient } from "../../workers/map/client.ts";
import type { PlacedPrompt } from "../../workers/map/place.ts";
import { MapWork } from "./mapWork.ts";

const PLACED: PlacedPrompt = { neighbors: [{ index: 0, distance: 0, weight: 1 }] };
let store: Store;
let work: MapWork;
let place: () => Promise<PlacedPrompt>;

beforeEach(() => {
  store = createExplorerStore();
  store.setState({ routed: { embedding: Float32Array.of(1, 2) } as never });
  work = new MapWork(store, () => ({ place: () => place() }) as unknown as MapClient);
});

test("a prompt that cannot be placed is reported, and the report is cleared by the next one that can", async () => {
  place = () => Promise.reject(new InferenceError("WorkerError", "The background worker stopped."));
  await work.place();
  expect(store.getState().maps.problem).toBe("Your prompt cannot be placed on the map. The background worker stopped.");
  place = async () => PLACED;
  await work.place();
  expect(store.getState()).toMatchObject({ placed: PLACED, maps: { problem: null } });
});

test.each(["NotOpenError", "DisposedError"] as const)("a map that is not open (%s) is not an error", async (name) => {
  store.setState(({ maps }) => ({ maps: { ...maps, problem: "could not be opened" } }));
  place = () => Promise.reject(new InferenceError(name, "not now"));
  await work.place();
  expect(store.getState().maps.problem).toBe("could not be opened");
});

test("errors of an older prompt are not reported", async () => {
  let fail: (error: Error) => void = () => {};
  place = () => new Promise((_, reject) => (fail = reject));
  const placing = work.place();
  store.setState({ routed: { embedding: Float32Array.of(3, 4) } as never });
  fail(new Error("late"));
  await placing;
  expect(store.getState().maps.problem).toBeNull();
});

test("while a layout is computed, it pauses for every letter that is typed", () => {
  const rest = vi.fn(async () => null);
  const own = createExplorerStore();
  new MapWork(own, () => ({ rest }) as unknown as MapClient);
  own.setState({ prompt: "a" });
  expect(rest).not.toHaveBeenCalled();
  const run = {
    space: "router",
    settings: { seed: 1, neighbors: 15, minDist: 0.1 },
    stage: "epochs",
    done: 1,
    total: 9,
  };
  own.setState(({ maps }) => ({ maps: { ...maps, run: run as never } }));
  own.setState({ prompt: "a b" });
  own.setState({ prompt: "a b c" });
  expect(rest).toHaveBeenCalledTimes(2);
});
