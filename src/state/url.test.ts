import fc from "fast-check";
import { expect, test } from "vitest";
import { PROMPT_COLUMNS } from "./promptOrder.ts";
import { EVERYTHING, MAX_LASSO, type Selection } from "./selection.ts";
import { roundCoordinate } from "./selectionUrl.ts";
import { DEFAULT_VIEW, type View } from "./store.ts";
import { decodeView, encodeView } from "./url.ts";

const identifier = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const coordinate = fc
  .double({ min: -50, max: 50, noNaN: true })
  // Adding 0 makes −0 a 0: a link does not tell them apart.
  .map((value) => roundCoordinate(value) + 0);
const positive = fc.double({ min: 1e-6, max: 100, noNaN: true }).map((value) => Number(value.toPrecision(6)));
const selection: fc.Arbitrary<Selection> = fc.record({
  kind: fc.option(identifier),
  domains: fc.uniqueArray(identifier, { maxLength: 4 }),
  expert: fc.option(identifier),
  minRegret: fc.option(positive),
  rightExperts: fc.option(fc.integer({ min: 1, max: 40 })),
  lasso: fc.option(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: MAX_LASSO })),
});
const view: fc.Arbitrary<View> = fc.record({
  prompt: fc.string({ unit: "grapheme", maxLength: 300 }),
  masks: fc.uniqueArray(fc.nat(125), { maxLength: 20 }).map((places) => places.sort((a, b) => a - b)),
  lambdas: fc.dictionary(identifier, positive),
  axis: identifier,
  outcome: fc.constantFrom("loss", "accuracy"),
  compared: fc.uniqueArray(identifier, { maxLength: 4 }),
  mapColor: fc.constantFrom("domain", "expert", "regret"),
  hiddenDomains: fc.array(identifier, { maxLength: 5 }),
  selection,
  inspected: fc.option(fc.string({ minLength: 1, maxLength: 80 })),
  promptOrder: fc.record({ by: fc.constantFrom(...PROMPT_COLUMNS), descending: fc.boolean() }),
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

test("damaged conditions of a selection fall back one by one", () => {
  const { selection } = decodeView("#in=law~<b>~law&to=a+b&regret=-1&right=1.5&area=1_2~3_4~5_6_7");
  expect(selection).toEqual({ ...EVERYTHING, domains: ["law"] });
  expect(decodeView("#area=1_2~3_4").selection.lasso).toBeNull();
  expect(
    decodeView(
      `#area=${Array(MAX_LASSO + 1)
        .fill("1_2")
        .join("~")}`,
    ).selection.lasso,
  ).toBeNull();
  expect(decodeView("#sort=-nonsense").promptOrder).toEqual(DEFAULT_VIEW.promptOrder);
});

test("damaged values fall back one by one and leave the rest", () => {
  const restored = decodeView("#prompt=hello&l.size=-3&l.recency=0.5&y=nonsense&color=expert&l.__proto__=1");
  expect(restored).toEqual({ ...DEFAULT_VIEW, prompt: "hello", lambdas: { recency: 0.5 }, mapColor: "expert" });
});
