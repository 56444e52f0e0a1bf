import { beforeAll, expect, test, vi } from "vitest";
import type { Library } from "../library/load.ts";
import { shippedLibrary } from "../library/testing/shippedLibrary.ts";
import { createExplorerStore, DEFAULT_VIEW, type State } from "../state/store.ts";
import { StatisticsService } from "../workers/statistics/service.ts";
import { computeAhead } from "./computeAhead.ts";
import { front, frontCurve } from "./front/front.ts";
import { breakpointRequest, breakpoints, hasBreakpoints } from "./policy/breakpoints.ts";
import { policyOf } from "./policy/policyOf.ts";
import { sliderScales } from "./policy/sliderScales.ts";
import { primaryRows } from "./rows/benchmarkRows.ts";

let shipped: Library;

beforeAll(async () => {
  shipped = await shippedLibrary();
});

/** The same library as one that nothing has been computed for: other objects, same numbers. */
function fresh(): Library {
  const { benchmark } = shipped;
  const { losses, predicted } = benchmark;
  return { ...shipped, benchmark: { ...benchmark, losses: { ...losses }, predicted: { ...predicted } } };
}

/** The service behind the client, without a worker between them. */
function inline() {
  const service = new StatisticsService();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const sweeps = vi.fn(async (tables, requests) => {
    await service.open(tables);
    return service.sweeps(requests, context);
  });
  return { sweeps };
}

const stateWith = (library: Library, change: Partial<State> = {}): State => ({
  ...createExplorerStore(DEFAULT_VIEW).getState(),
  baseLibrary: library,
  ...change,
});

test("what the worker computes is what the page would have computed, and is there when the panels ask", async () => {
  const [ahead, plain] = [fresh(), fresh()];
  const state = stateWith(ahead, { axis: "size", sliders: { latency: "middle" } });
  await computeAhead(state, inline());
  for (const constraint of ahead.constraints) {
    expect(hasBreakpoints(ahead, breakpointRequest(ahead, constraint))).toBe(true);
    expect(breakpoints(ahead, constraint)).toEqual(breakpoints(plain, constraint));
    for (const at of [0.1, 0.5, 1]) {
      const [one, other] = [ahead, plain].map((library) => sliderScales(library, null)[constraint.id]!.lambdaAt(at));
      expect(one).toBe(other);
    }
  }
  const policy = policyOf(state);
  expect(policy.lambdas.latency).toBeGreaterThan(0);
  const rows = primaryRows(ahead);
  expect(frontCurve.has(ahead, "oracle", "size", "loss", policy, rows)).toBe(true);
  expect(front(ahead, "size", "loss", policy, rows)).toEqual(front(plain, "size", "loss", policy, rows));
});

test("nothing is computed twice: a latency measured anew asks for one constraint's breakpoints", async () => {
  const library = fresh();
  const client = inline();
  await computeAhead(stateWith(library), client);
  const score = library.constraints[0]!.score.map((value) => 1 - value);
  const measured = { ...library, constraints: library.constraints.with(0, { ...library.constraints[0]!, score }) };
  await computeAhead(stateWith(measured), client);
  expect(client.sweeps.mock.calls.map(([, requests]) => requests.length)).toEqual([
    library.constraints.length,
    2,
    1,
    2,
  ]);
  await computeAhead(stateWith(measured), client);
  expect(client.sweeps).toHaveBeenCalledTimes(4);
});

test("a worker that fails leaves the work to the page", async () => {
  const library = fresh();
  await computeAhead(stateWith(library), { sweeps: () => Promise.reject(new Error("crashed")) });
  expect(breakpoints(library, library.constraints[0]!).length).toBeGreaterThan(0);
});

test("results that arrive after the library was switched belong to their own library", async () => {
  const [first, second] = [fresh(), fresh()];
  const client = inline();
  let answerFirst!: () => void;
  const held = new Promise<void>((done) => {
    answerFirst = done;
  });
  const slow = computeAhead(stateWith(first), {
    sweeps: async (...asked) => {
      await held;
      return client.sweeps(asked[0], asked[1]);
    },
  });
  await computeAhead(stateWith(second), client);
  const before = sliderScales(second, null);
  answerFirst();
  await slow;
  expect(sliderScales(second, null)).toBe(before);
  expect(hasBreakpoints(first, breakpointRequest(first, first.constraints[0]!))).toBe(true);
});
