import fc from "fast-check";
import { expect, test } from "vitest";
import type { SliderSetting } from "../../core/flags/grammar.ts";
import { writeRowSet } from "../../core/rowSet.ts";
import { MAX_ZOOM } from "../../workers/map/camera.ts";
import { MAX_SEED } from "../../workers/map/layout.ts";
import { DEFAULT_VIEW, type View } from "../store.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../view/heatView.ts";
import type { MapView } from "../view/mapView.ts";
import { PROMPT_COLUMNS } from "../view/promptOrder.ts";
import { EVERYTHING, MAX_LASSO, type Selection } from "../view/selection.ts";
import { roundCoordinate } from "./codecs.ts";
import { decodeView, encodeView, readLink } from "./link.ts";
import { LINK_KEYS } from "./linkKeys.ts";

const identifier = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const coordinate = fc
  .double({ min: -50, max: 50, noNaN: true })
  // Adding 0 turns −0 into 0, because a link does not distinguish them.
  .map((value) => roundCoordinate(value) + 0);
const positive = fc.double({ min: 1e-6, max: 100, noNaN: true }).map((value) => Number(value.toPrecision(6)));
const selection: fc.Arbitrary<Selection> = fc.record({
  kind: fc.option(identifier),
  domains: fc.uniqueArray(identifier, { maxLength: 4 }),
  expert: fc.option(identifier),
  minRegret: fc.option(positive),
  rightExperts: fc.option(fc.integer({ min: 0, max: 40 })),
  lasso: fc.option(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: MAX_LASSO })),
  picked: fc.option(fc.uniqueArray(fc.nat(3_000), { maxLength: 200 }).map(writeRowSet)),
});
const six = (value: number) => Number(value.toPrecision(6)) + 0;
const camera = fc.record({
  x: coordinate,
  y: coordinate,
  zoom: fc.double({ min: 1.001, max: MAX_ZOOM, noNaN: true }).map(six),
});
const map: fc.Arbitrary<MapView> = fc.record({
  color: fc.constantFrom("domain", "expert", "regret", "loss"),
  lossOf: fc.option(identifier),
  hidden: fc.array(identifier, { maxLength: 5 }),
  cameras: fc.record({ router: fc.option(camera), causal: fc.option(camera) }),
  layout: fc.option(
    fc.record({
      seed: fc.nat(MAX_SEED),
      neighbors: fc.integer({ min: 2, max: 100 }),
      minDist: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    }),
  ),
  compare: fc.boolean(),
  trail: fc.boolean(),
});
const view: fc.Arbitrary<View> = fc.record({
  prompt: fc.string({ unit: "grapheme", maxLength: 300 }),
  masks: fc.uniqueArray(fc.nat(125), { maxLength: 20 }).map((places) => places.sort((a, b) => a - b)),
  sliders: fc.dictionary(identifier, fc.oneof(positive, fc.constantFrom<SliderSetting>(0, "middle", "max"))),
  axis: identifier,
  outcome: fc.constantFrom("loss", "accuracy"),
  compared: fc.uniqueArray(identifier, { maxLength: 4 }),
  map,
  heat: fc.record({
    show: fc.constantFrom("outcome", "share"),
    relative: fc.boolean(),
    by: fc.constantFrom("domain", "part"),
    reliabilityOf: fc.oneof(fc.constantFrom(EVERY_EXPERT, CHOSEN_EXPERT), identifier),
  }),
  selection,
  inspected: fc.option(fc.string({ minLength: 1, maxLength: 80 })),
  promptOrder: fc.record({ by: fc.constantFrom(...PROMPT_COLUMNS), descending: fc.boolean() }),
  router: fc.option(identifier),
  edits: fc.record({
    remedies: fc.uniqueArray(identifier, { maxLength: 3 }),
    hidden: fc.uniqueArray(identifier, { maxLength: 3 }),
    datasets: fc.uniqueArray(identifier, { maxLength: 3 }),
    rows: fc.option(fc.uniqueArray(fc.nat(3_000), { maxLength: 200 }).map(writeRowSet)),
    values: fc.dictionary(
      identifier,
      fc.dictionary(identifier, positive, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
    dates: fc.dictionary(identifier, fc.constantFrom("2024", "2024-07", "2024-07-31"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  }),
});

test("a view survives a round trip through a link", () => {
  fc.assert(
    fc.property(view, (original) => {
      const restored = decodeView(encodeView(original));
      expect({ ...restored, sliders: { ...restored.sliders } }).toEqual({
        ...original,
        sliders: { ...original.sliders },
      });
    }),
  );
});

test("the explorer understands what it writes, key by key", () => {
  fc.assert(
    fc.property(view, (original) => {
      expect(readLink(encodeView(original)).unused).toEqual([]);
      for (const { matches, write, read } of LINK_KEYS) {
        for (const [name, written] of write(original)) {
          expect(matches(name)).toBe(true);
          expect(LINK_KEYS.filter((other) => other.matches(name))).toHaveLength(1);
          expect(read(DEFAULT_VIEW, written, name)).toBeDefined();
        }
      }
    }),
  );
});

test("the default view needs no fragment, and keys with default values are left out", () => {
  expect(encodeView(DEFAULT_VIEW)).toBe("");
  fc.assert(
    fc.property(view, (original) => {
      for (const { write, read } of LINK_KEYS) {
        for (const [name, written] of write(original))
          expect(read(DEFAULT_VIEW, written, name)).not.toEqual(DEFAULT_VIEW);
      }
    }),
  );
});

test("the first of duplicate keys counts", () => {
  expect(decodeView("#axis=latency&axis=recency").axis).toBe("latency");
});

test("any fragment gives a usable view and never throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (fragment) => {
      const restored = decodeView(`#${fragment}`);
      for (const setting of Object.values(restored.sliders)) {
        if (typeof setting === "number") expect(Number.isFinite(setting) && setting >= 0).toBe(true);
        else expect(["middle", "max"]).toContain(setting);
      }
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

test("a damaged camera, layout or set of prompts falls back to the default", () => {
  const { map, selection } = decodeView(
    "#see.router=1_2&see.causal=1_2_0.5&umap=7_1_0.1&picked=a%2Bb%2Fc&loss-of=<b>&color=heat",
  );
  expect(map).toEqual(DEFAULT_VIEW.map);
  expect(selection).toEqual(EVERYTHING);
  expect(decodeView("#umap=7__0.1").map.layout).toBeNull();
  expect(decodeView("#umap=7_15_0.1").map.layout).toEqual({ seed: 7, neighbors: 15, minDist: 0.1 });
});

test("damaged values fall back one by one and leave the rest", () => {
  const restored = decodeView("#prompt=hello&l.size=-3&l.recency=0.5&y=nonsense&color=expert&l.__proto__=1");
  expect(restored).toEqual({
    ...DEFAULT_VIEW,
    prompt: "hello",
    sliders: { recency: 0.5 },
    map: { ...DEFAULT_VIEW.map, color: "expert" },
  });
});

test("a slider at its end is written as a word; links of earlier versions, with numbers, give the same λ", () => {
  expect(encodeView({ ...DEFAULT_VIEW, sliders: { size: "max", recency: 0.3, latency: "middle" } })).toBe(
    "l.size=max&l.recency=0.3&l.latency=middle&end=%26",
  );
  expect(decodeView("#prompt=a&l.size=4.61234&l.recency=0.3&end=%26").sliders).toEqual({ size: 4.61234, recency: 0.3 });
  expect(readLink("#l.size=most&l.recency=Max&l.latency=-0").unused).toEqual(["l.size", "l.recency"]);
});
