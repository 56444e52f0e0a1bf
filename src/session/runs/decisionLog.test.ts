import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { createExplorerStore, type RouterOutput, type Run, type Store } from "../../state/store.ts";
import type { FillResult } from "../../workers/inference/protocol.ts";
import { DecisionLog } from "./decisionLog.ts";

let library: Library;
let store: Store;

beforeAll(async () => {
  library = await shippedLibrary();
});

beforeEach(() => {
  vi.useFakeTimers();
  store = createExplorerStore();
  store.setState({ baseLibrary: library });
});
afterEach(() => void vi.useRealTimers());

/** A decision in which the experts' losses are 3, 3.5, 4 … nats, in manifest order; `best` has 2. */
function decide(text: string, best = 0): void {
  const losses = new Map(library.expertIds.map((id, i) => [id, i === best ? 2 : 3 + i / 2]));
  const outputs = library.manifest.router!.experts.map((id) => losses.get(id)!);
  store.setState({ prompt: text, routed: { text, outputs } as unknown as RouterOutput });
}

test("a settled decision is logged with all its inputs", () => {
  const log = new DecisionLog(store, { settleMs: 100 });
  decide("a text", 1);
  store.setState({ sliders: { size: 0, recency: 0.25 } });
  vi.advanceTimersByTime(100);
  const [entry, ...more] = log.entries();
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    library: library.manifest.id,
    prompt: "a text",
    promptCharacters: 6,
    lambdas: { recency: 0.25 },
    bounds: [],
    choice: library.expertIds[1],
  });
  // The margin from first principles.
  const recency = library.constraints.find(({ id }) => id === "recency")!.score;
  const objective = library.expertIds.map((id, i) => {
    return entry!.predicted[id]! + 0.25 * (Number.isNaN(recency[i]!) ? 1 : recency[i]!);
  });
  const [first, second] = [...objective].sort((a, b) => a - b);
  expect(entry!.margin).toBeCloseTo(second! - first!, 12);
  expect(entry!.runnerUp).toBe(library.expertIds[objective.indexOf(second!)]);
  expect(JSON.parse(log.toJson()).decisions[0]).toEqual(JSON.parse(JSON.stringify(entry)));
});

test("intermediate states of a drag or typing are not logged, nor repeated or outdated decisions", () => {
  const log = new DecisionLog(store, { settleMs: 100 });
  for (let k = 0; k < 20; k++) {
    decide(`text ${k}`);
    store.setState({ sliders: { size: k / 10 } });
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(100);
  store.setState({ sliders: { ...store.getState().sliders } });
  vi.advanceTimersByTime(100);
  expect(log.entries().map(({ prompt, lambdas }) => [prompt, lambdas])).toEqual([["text 19", { size: 1.9 }]]);
  store.setState({ prompt: "not routed yet", sliders: {} });
  vi.advanceTimersByTime(100);
  expect(log.entries()).toHaveLength(1);
});

test("the oldest are dropped, and counted, and a long prompt is truncated", () => {
  const log = new DecisionLog(store, { settleMs: 10, limit: 3 });
  for (let k = 0; k < 5; k++) {
    decide(`${k}${"x".repeat(20_000)}`);
    vi.advanceTimersByTime(10);
  }
  expect(log.entries().map(({ prompt }) => prompt[0])).toEqual(["2", "3", "4"]);
  expect(log.forgotten).toBe(2);
  expect(log.entries()[0]).toMatchObject({ promptCharacters: 20_001 });
  expect(log.entries()[0]!.prompt.length).toBe(8_000);
  log.clear();
  expect([log.entries(), log.forgotten]).toEqual([[], 0]);
});

test("results of runs are added to the decision on their prompt, each once", () => {
  const log = new DecisionLog(store, { settleMs: 10 });
  decide("a text");
  const [one, other] = library.expertIds.map((expertId, k) => ({
    expertId,
    loading: { status: "ready" } as const,
    result: {
      measured: { loss: k, masked: 3, over: "text" },
      masks: [],
      milliseconds: 5,
      backend: "wasm",
    } as unknown as FillResult,
  }));
  const waiting = { ...other!, result: null };
  const show = (...runs: Run[]) =>
    store.setState({
      runs: { text: "a text", masks: [], predicted: new Float64Array(0), all: true, running: true, runs },
    });
  // Running an expert makes the decision count, however briefly it was shown.
  show(one!, waiting);
  show(one!, other!);
  decide("another text");
  vi.advanceTimersByTime(10);
  const told = log.entries().map(({ prompt, runs }) => [prompt, runs.map(({ expert, loss }) => [expert, loss])]);
  expect(told).toEqual([
    [
      "a text",
      [
        [library.expertIds[0], 0],
        [library.expertIds[1], 1],
      ],
    ],
    ["another text", []],
  ]);
});
