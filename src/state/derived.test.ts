import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint, withCustomExperts, withHeads } from "../library/customExperts/withCustomExperts.ts";
import type { Library } from "../library/load.ts";
import { withLatencies } from "../library/localLatencies.ts";
import { madeCalibration, madeExpert } from "../library/testing/customExpertFixtures.ts";
import { shippedLibrary } from "../library/testing/shippedLibrary.ts";
import { libraryOf, predictionOf } from "./derived.ts";
import { createExplorerStore, type RouterOutput } from "./store.ts";

let library: Library;

beforeAll(async () => {
  library = await shippedLibrary();
});

const EXPERTS = ["a", "b", "c"] as const;
const expert = (id: string, intercept: number | null) => {
  const { embeddingSize, rows } = library.manifest.benchmark;
  const calibration = madeCalibration(fingerprint(library), {
    weights: new Array(embeddingSize).fill(0.01),
    intercept: intercept ?? 0,
    benchmark: new Array(rows).fill(intercept ?? 0),
  });
  return madeExpert({ key: id, id: `added/${id}`, calibration: intercept === null ? null : calibration });
};
const output = (text: string): RouterOutput => ({
  text,
  outputs: library.manifest.router!.experts.map((_, i) => 2 + i / 10),
  embedding: new Float32Array(library.manifest.benchmark.embeddingSize!).fill(0.5),
  texts: [text],
  ownMasks: [],
  tokens: 1,
  truncated: false,
  milliseconds: 1,
});

/** Changes of the facts, in any order. */
const event = fc.oneof(
  fc.record({ what: fc.constant("expert" as const), id: fc.constantFrom(...EXPERTS), intercept: fc.option(fc.nat(3)) }),
  fc.record({ what: fc.constant("gone" as const), id: fc.constantFrom(...EXPERTS) }),
  fc.record({ what: fc.constant("latency" as const), of: fc.nat(17), milliseconds: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ what: fc.constant("routed" as const), text: fc.constantFrom("x", "y") }),
  fc.record({ what: fc.constant("typed" as const), text: fc.string() }),
);

describe("derived state", () => {
  it("follows from the current facts, whatever the order of experts, latencies and answers", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const store = createExplorerStore();
        store.setState({ baseLibrary: library });
        for (const one of events) {
          if (one.what === "expert" || one.what === "gone") {
            store.setState(({ customExperts }) => {
              const others = customExperts.experts.filter(({ key }) => key !== one.id);
              const experts = one.what === "gone" ? others : [...others, expert(one.id, one.intercept)];
              return { customExperts: { ...customExperts, experts } };
            });
          }
          if (one.what === "latency") {
            const { experts } = library.manifest;
            const file = library.file(experts[one.of % experts.length]!.model!);
            store.setState(({ latencies }) => ({ latencies: { ...latencies, [file.sha256]: one.milliseconds } }));
          }
          if (one.what === "routed") store.setState({ routed: output(one.text) });
          if (one.what === "typed") store.setState({ prompt: one.text });
          const state = store.getState();
          const shown = libraryOf(state)!;
          expect(libraryOf(state)).toBe(shown);
          const joined = withCustomExperts(library, state.customExperts.experts);
          expect(shown.expertIds).toEqual(joined.expertIds);
          expect(shown.constraints).toEqual(withLatencies(joined, state.latencies).constraints);
          const prediction = predictionOf(state);
          expect(predictionOf(state)).toBe(prediction);
          expect(prediction === null).toBe(state.routed === null);
          if (!prediction || !state.routed) continue;
          const own = library.expertIds.map(
            (id) => state.routed!.outputs[library.manifest.router!.experts.indexOf(id)] ?? Number.NaN,
          );
          expect(prediction.text).toBe(state.routed.text);
          expect(prediction.losses).toEqual(withHeads(joined, Float64Array.from(own), state.routed.embedding));
          expect(prediction.losses).toHaveLength(shown.expertIds.length);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("is the library itself while nothing was added or measured, and null before there is one", () => {
    const store = createExplorerStore();
    expect([libraryOf(store.getState()), predictionOf(store.getState())]).toEqual([null, null]);
    store.setState({ baseLibrary: library });
    expect(libraryOf(store.getState())).toBe(library);
  });

  it("keeps its objects when something else changes, also for a listener that compares before and after", () => {
    const store = createExplorerStore();
    store.setState({ baseLibrary: library, routed: output("x") });
    store.setState(({ customExperts }) => ({ customExperts: { ...customExperts, experts: [expert("a", 1)] } }));
    const before = store.getState();
    const [shown, prediction] = [libraryOf(before), predictionOf(before)];
    store.setState({ prompt: "typed", sliders: { size: "max" } });
    expect(libraryOf(store.getState())).toBe(shown);
    expect(predictionOf(store.getState())).toBe(prediction);
    store.setState({ routed: output("y") });
    expect(predictionOf(store.getState())).not.toBe(prediction);
    expect(predictionOf(before)).toBe(prediction);
  });
});
