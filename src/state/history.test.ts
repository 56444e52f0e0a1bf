import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { History } from "./history.ts";

const same = (a: number, b: number) => a === b;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a history", () => {
  it("treats changes in quick succession as one step", () => {
    const history = new History<number>(0, { same });
    for (const value of [1, 2, 3]) {
      history.record(value);
      vi.advanceTimersByTime(400);
    }
    vi.advanceTimersByTime(500);
    history.record(4);
    expect([history.undo(), history.undo(), history.undo()]).toEqual([3, 0, null]);
    expect([history.redo(), history.redo(), history.redo()]).toEqual([3, 4, null]);
  });

  it("can be undone before the step has settled, and a reverted change is not a step", () => {
    const history = new History<number>(0, { same });
    history.record(1);
    expect([history.canUndo(), history.undo()]).toEqual([true, 0]);
    history.record(5);
    history.record(0);
    expect(history.canUndo()).toBe(false);
    expect([history.undo(), history.redo()]).toEqual([null, 1]);
  });

  it("drops undone steps once something else is done, but not for automatic changes", () => {
    const history = new History<number>(0, { same });
    history.record(1);
    history.undo();
    history.amend(0.5);
    expect(history.canRedo()).toBe(true);
    expect([history.redo(), history.undo()]).toEqual([1, 0.5]);
    history.record(7);
    expect(history.canRedo()).toBe(false);
    expect(history.redo()).toBeNull();
  });

  it("adds automatic changes to the step that is still open", () => {
    const history = new History<number>(0, { same });
    history.record(1);
    history.amend(2);
    expect(history.undo()).toBe(0);
    expect(history.redo()).toBe(2);
    history.record(3);
    history.amend(2);
    expect([history.undo(), history.redo()]).toEqual([0, 2]);
  });

  it("notifies its listeners when a step is added, removed or dropped", () => {
    const history = new History<number>(0, { same });
    const seen: boolean[] = [];
    history.subscribe(() => seen.push(history.canUndo()));
    history.record(1);
    expect(seen.at(-1)).toBe(true);
    history.record(0);
    expect(seen.at(-1)).toBe(false);
    history.record(1);
    history.restart(5);
    expect([seen.at(-1), history.undo(), history.redo()]).toEqual([false, null, null]);
  });

  it("keeps the given number of steps", () => {
    const history = new History<number>(0, { same, limit: 3 });
    for (let value = 1; value <= 9; value++) {
      history.record(value);
      vi.advanceTimersByTime(1_000);
    }
    expect([history.undo(), history.undo(), history.undo(), history.undo()]).toEqual([8, 7, 6, null]);
  });

  it("goes back over settled changes exactly like a list, for any actions", () => {
    const action = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("undo" as const, "redo" as const));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const history = new History<number>(0, { same });
        const list = [0];
        let at = 0;
        for (const one of actions) {
          if (one === "undo") expect(history.undo()).toBe(at > 0 ? list[--at] : null);
          else if (one === "redo") expect(history.redo()).toBe(at + 1 < list.length ? list[++at] : null);
          else {
            history.record(one);
            vi.advanceTimersByTime(1_000);
            if (one !== list[at]) {
              list.splice(at + 1, Number.POSITIVE_INFINITY, one);
              at++;
            }
          }
          expect([history.canUndo(), history.canRedo()]).toEqual([at > 0, at + 1 < list.length]);
        }
      }),
    );
  });
});
