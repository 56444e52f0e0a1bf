import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_VIEW, type View } from "./store.ts";
import { decodeView, encodeView } from "./url.ts";

const identifier = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const view: fc.Arbitrary<View> = fc.record({
  prompt: fc.string({ unit: "grapheme", maxLength: 300 }),
  lambdas: fc.dictionary(
    identifier,
    fc.double({ min: 1e-6, max: 100, noNaN: true }).map((lambda) => Number(lambda.toPrecision(6))),
  ),
  axis: identifier,
  outcome: fc.constantFrom("loss", "accuracy"),
  mapColor: fc.constantFrom("domain", "expert", "regret"),
  hiddenDomains: fc.array(identifier, { maxLength: 5 }),
});

test("a view survives the way into a link and back", () => {
  fc.assert(
    fc.property(view, (original) => {
      const restored = decodeView(encodeView(original));
      expect({ ...restored, lambdas: { ...restored.lambdas } }).toEqual({
        ...original,
        lambdas: { ...original.lambdas },
      });
    }),
  );
});

test("the default view needs no fragment", () => {
  expect(encodeView(DEFAULT_VIEW)).toBe("");
});

test("any fragment gives a usable view and never throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (fragment) => {
      const restored = decodeView(`#${fragment}`);
      expect(Object.values(restored.lambdas).every((lambda) => Number.isFinite(lambda) && lambda > 0)).toBe(true);
      expect(["loss", "accuracy"]).toContain(restored.outcome);
    }),
    { numRuns: 2_000 },
  );
});

test("damaged values fall back one by one and leave the rest", () => {
  const restored = decodeView("#prompt=hello&l.size=-3&l.recency=0.5&y=nonsense&color=expert&l.__proto__=1");
  expect(restored).toEqual({ ...DEFAULT_VIEW, prompt: "hello", lambdas: { recency: 0.5 }, mapColor: "expert" });
});
