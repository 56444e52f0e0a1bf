import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { SliderSettings } from "../../core/flags/grammar.ts";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { readPrompt } from "../../state/policy.ts";
import { createExplorerStore, DEFAULT_VIEW, type Prediction } from "../../state/store.ts";
import { decodeView, encodeView } from "../../state/url/link.ts";
import { flagState } from "./flagState.ts";
import { lambdaOf, policyFor, policyOf, settingAt } from "./policyOf.ts";
import { sliderEnds, sliderScales } from "./sliderScales.ts";

let library: Library;

beforeAll(async () => {
  library = await shippedLibrary();
});

/** A prompt for which the experts' losses have this range in nats: a wide range extends the sliders. */
const predicted = (range: number): Prediction =>
  ({
    losses: Float64Array.from(library.expertIds, (_, i) => 1 + (range * i) / library.expertIds.length),
  }) as Prediction;
const policyAt = (prediction: Prediction | null, prompt: string, sliders: SliderSettings) =>
  policyFor(library, prediction, prompt, sliders);

describe("λ from the slider positions", () => {
  it("follows the end and the middle of a slider from prompt to prompt, while numbers stay fixed", () => {
    const range = fc.double({ min: 0, max: 400, noNaN: true });
    fc.assert(
      fc.property(fc.array(range, { minLength: 2, maxLength: 6 }), (ranges) => {
        const sliders = { size: "max", recency: "middle", latency: 0.123 } as const;
        for (const prediction of [null, ...ranges.map(predicted)]) {
          const { lambdas } = policyAt(prediction, "a", sliders);
          expect(lambdas.size).toBe(sliderEnds(library, prediction).size);
          expect(lambdas.recency).toBe(sliderScales(library, prediction).recency!.lambdaAt(0.5));
          expect(lambdas.latency).toBe(0.123);
        }
      }),
      { numRuns: 20 },
    );
    expect(sliderEnds(library, predicted(400)).size).toBeGreaterThan(sliderEnds(library, null).size!);
  });

  it("is the same object while nothing changes, whatever is typed", () => {
    const sliders = { size: 0.5 };
    const policy = policyAt(null, "a", sliders);
    expect(policyAt(predicted(1), "ab [Flag: blue]", { ...sliders, recency: 0 })).toBe(policy);
    expect(policyAt(null, "a", { size: 0.6 })).not.toBe(policy);
    expect(policyAt(null, "a", sliders)).toBe(policy);
    expect(policyAt(null, "a [Flag: under 2M parameters]", sliders).bounds).toHaveLength(1);
  });

  it("leaves out constraints that the library lacks, and works before a library is loaded", () => {
    expect(policyAt(null, "a", { cost: 2 }).lambdas).toEqual({});
    const store = createExplorerStore({ prompt: "a", sliders: { size: 1 } });
    expect(policyOf(store.getState())).toEqual({ lambdas: {}, bounds: [] });
    store.setState({ baseLibrary: library });
    expect(policyOf(store.getState()).lambdas).toEqual({ size: 1 });
  });
});

describe("moving a slider", () => {
  it("stores its end, its flag's position, or a number", () => {
    const prediction = predicted(3);
    const end = sliderEnds(library, prediction).size!;
    const middle = sliderScales(library, prediction).size!.lambdaAt(0.5);
    const moved = (prompt: string, lambda: number) => settingAt(library, prediction, prompt, "size", lambda);
    expect(moved("a", end)).toBe("max");
    expect(moved("a", 2 * end)).toBe("max");
    expect(moved("a", middle)).toBe(middle);
    expect(moved("a [Flag: small]", middle)).toBe("middle");
    expect(moved("a [Flag: small]", end)).toBe("max");
    expect(moved("a", 0)).toBe(0);
  });
});

describe("a flag's current effect", () => {
  const flagOf = (directive: string) => readPrompt(library, `[Flag: ${directive}]`).flags[0]!;
  const told = (directive: string, sliders: SliderSettings) =>
    flagState(library, predicted(3), flagOf(directive), sliders);

  it("includes the requested λ, and whether the slider was moved away from it", () => {
    const end = sliderEnds(library, predicted(3)).size!;
    expect(told("smallest", { size: "max" })).toEqual({ wanted: end, overruled: false, barred: null });
    expect(told("smallest", { size: end / 2 })).toEqual({ wanted: end, overruled: true, barred: null });
    expect(told("smallest", {})).toEqual({ wanted: end, overruled: true, barred: null });
    expect(told("size=0", {})).toEqual({ wanted: 0, overruled: false, barred: null });
  });

  it("accepts the number in an earlier version's link as the flag's position", () => {
    const middle = lambdaOf(library, predicted(3), "size", "middle");
    const link = encodeView({ ...DEFAULT_VIEW, sliders: { size: middle } });
    const { sliders } = decodeView(link);
    expect(sliders.size).toBeCloseTo(middle, 4);
    expect(told("small", sliders)).toEqual({ wanted: middle, overruled: false, barred: null });
  });

  it("counts the experts that a bound excludes", () => {
    const { raw } = library.constraints.find(({ id }) => id === "size")!;
    const barred = [...raw].filter((parameters) => !(parameters < 2e6)).length;
    expect(barred).toBeGreaterThan(0);
    expect(told("under 2M parameters", {})).toEqual({ wanted: null, overruled: false, barred });
  });

  it("is empty when the flag has no effect", () => {
    expect(told("blue", { size: 1 })).toEqual({ wanted: null, overruled: false, barred: null });
  });
});
