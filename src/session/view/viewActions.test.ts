import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { sliderEnds, sliderScales } from "../../analysis/policy/sliderScales.ts";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { predictionOf } from "../../state/derived.ts";
import { createExplorerStore, type RouterOutput, type Store } from "../../state/store.ts";
import { decodeView, encodeView } from "../../state/url/link.ts";
import { ViewActions } from "./viewActions.ts";
import { ViewHistory } from "./viewHistory.ts";

let library: Library;
let store: Store;
let actions: ViewActions;
let views: ViewHistory;

beforeAll(async () => {
  library = await shippedLibrary();
});

beforeEach(() => {
  vi.useFakeTimers();
  begin();
});
afterEach(() => void vi.useRealTimers());

function begin(): void {
  store = createExplorerStore();
  store.setState({ baseLibrary: library });
  actions = new ViewActions(store);
  views = new ViewHistory(store);
}

/** The router answers: a wider range of its outputs extends the sliders. */
const routed = (range: number) =>
  store.setState({
    routed: {
      text: store.getState().prompt,
      outputs: library.manifest.router!.experts.map((_, i) => 1 + (range * i) / library.expertIds.length),
      embedding: new Float32Array(library.manifest.benchmark.embeddingSize!),
      texts: [],
      ownMasks: [],
    } as unknown as RouterOutput,
  });
const settle = () => vi.advanceTimersByTime(1_000);
const lambdas = () => policyOf(store.getState()).lambdas;
const end = () => sliderEnds(library, predictionOf(store.getState())).size!;
const middle = () => sliderScales(library, predictionOf(store.getState())).size!.lambdaAt(0.5);

describe("sliders, flags and history", () => {
  test("a slider that is moved to its end stays at the end for the next prompts, one in between at its number", () => {
    actions.setPrompt("one");
    routed(1);
    actions.setLambda("size", end());
    actions.setLambda("recency", 0.25);
    const before = lambdas().size!;
    routed(400);
    expect(lambdas()).toEqual({ size: end(), recency: 0.25 });
    expect(lambdas().size).toBeGreaterThan(before);
  });

  test("a flag moves its slider, a hand overrules it, the flag sets it again, and taking it out puts it to 0", () => {
    actions.setPrompt("one [Flag: small]");
    routed(400);
    expect(lambdas().size).toBe(middle());
    actions.setLambda("size", 0);
    expect(lambdas()).toEqual({});
    // A link gives the position too: the flag alone would move the slider.
    expect(decodeView(encodeView(store.getState())).sliders).toEqual({ size: 0 });
    actions.setLambda("size", middle());
    routed(1);
    expect(lambdas().size).toBe(middle());
    actions.setPrompt("one");
    expect(lambdas()).toEqual({});
  });

  test("all λ to 0 overrules the flags of the prompt", () => {
    actions.setPrompt("one [Flag: smallest]");
    actions.setLambda("recency", 1);
    actions.resetLambdas();
    expect(lambdas()).toEqual({});
    expect(store.getState().sliders).toEqual({ size: 0 });
  });

  test("whatever is done, undo and redo bring back what was, and so does a link", () => {
    const act = fc.oneof(
      fc
        .constantFrom("", " [Flag: small]", " [Flag: smallest]", " [Flag: size=0.5]", " [Flag: under 2M parameters]")
        .map((flag) => () => actions.setPrompt(`the court${flag}`)),
      fc.constantFrom(0, 0.5, 1, 1e9).map((lambda) => () => actions.setLambda("size", lambda)),
      fc.constant(() => actions.resetLambdas()),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(act, fc.option(fc.nat(50))), { maxLength: 12 }), (acts) => {
        begin();
        const seen: string[] = [encodeView(store.getState())];
        for (const [does, range] of acts) {
          does();
          settle();
          // What follows from a prediction is not a step.
          if (range !== null) routed(range);
          const link = encodeView(store.getState());
          if (link !== seen.at(-1)) seen.push(link);
          const opened = createExplorerStore(decodeView(link));
          opened.setState({ baseLibrary: library, routed: store.getState().routed });
          expect(policyOf(opened.getState())).toEqual(policyOf(store.getState()));
        }
        for (const link of seen.toReversed().slice(1)) {
          views.undo();
          expect(encodeView(store.getState())).toBe(link);
        }
        for (const link of seen.slice(1)) {
          views.redo();
          expect(encodeView(store.getState())).toBe(link);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
