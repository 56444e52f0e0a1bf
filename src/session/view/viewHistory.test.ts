import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createExplorerStore, type RouterOutput, type Store } from "../../state/store.ts";
import { ViewHistory } from "./viewHistory.ts";

let store: Store;
let views: ViewHistory;

beforeEach(() => {
  vi.useFakeTimers();
  store = createExplorerStore({ prompt: "one" });
  views = new ViewHistory(store);
});
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTime(1_000);

test("a drag is one step, and undo and redo cover what a link restores", () => {
  for (const size of [0.1, 0.2, 0.3]) {
    store.setState({ sliders: { size } });
    vi.advanceTimersByTime(100);
  }
  settle();
  store.setState({ axis: "recency" });
  views.undo();
  expect(store.getState()).toMatchObject({ axis: "size", sliders: { size: 0.3 } });
  views.undo();
  expect(store.getState().sliders).toEqual({});
  expect(views.history.canUndo()).toBe(false);
  views.redo();
  views.redo();
  expect(store.getState()).toMatchObject({ axis: "recency", sliders: { size: 0.3 } });
});

test("changes that a listener makes along with the prompt are part of the prompt's step", () => {
  store.subscribe((state, before) => {
    if (state.prompt !== before.prompt) store.setState({ sliders: { size: state.prompt.length } });
  });
  store.setState({ prompt: "four" });
  settle();
  views.undo();
  expect(store.getState().prompt).toBe("one");
  views.redo();
  expect(store.getState()).toMatchObject({ prompt: "four", sliders: { size: 4 } });
  expect(views.history.canRedo()).toBe(false);
});

test("changes that arrive with a prediction are not a step, nor are those that no link restores", () => {
  store.setState({ hoveredRow: 3 });
  store.setState({ routed: { text: "one" } as RouterOutput, sliders: { size: 2 } });
  expect(views.history.canUndo()).toBe(false);
  store.setState({ sliders: { size: 1 } });
  views.undo();
  expect(store.getState().sliders).toEqual({ size: 2 });
});

test("another library clears all steps", () => {
  store.setState({ prompt: "two" });
  views.restart();
  views.undo();
  expect([store.getState().prompt, views.history.canUndo(), views.history.canRedo()]).toEqual(["two", false, false]);
});
