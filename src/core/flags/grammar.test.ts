import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yearSpan } from "./dates.ts";
import { effectOf, meetsBounds, parseFlags } from "./grammar.ts";
import { CONSTRAINT_WORDS } from "./words.ts";

const parse = (...directives: string[]) =>
  parseFlags(directives.map((directive) => `[Flag: ${directive}]`).join(" ")).flags;
const statuses = (...directives: string[]) => parse(...directives).map(({ status }) => status);
const effect = (...directives: string[]) => effectOf(parse(...directives));
const bound = (directive: string) => effect(directive).bounds[0];

describe("what a flag can express", () => {
  it("a superlative moves λ to the end of the slider, in English and Chinese", () => {
    expect(effect("Smallest model", "most recent").sliders).toEqual({ size: "max", recency: "max" });
    expect(parseFlags("x [Flag:最小模型] [FLAG：最新的模型]").flags.map(({ constraint }) => constraint)).toEqual([
      "size",
      "recency",
    ]);
    expect(effect("the newest one").sliders).toEqual({ recency: "max" });
  });

  it("a soft preference moves it to the middle", () => {
    expect(effect("small").sliders).toEqual({ size: "middle" });
    expect(effect("a recent model").sliders).toEqual({ recency: "middle" });
  });

  it("a weight sets it in nats", () => {
    expect(effect("size=0.3", "λ_recency = 1e-1").sliders).toEqual({ size: 0.3, recency: 0.1 });
    expect(effect("size=0").sliders).toEqual({ size: 0 });
  });

  it.each([
    ["under 2M parameters", "size", "<", 2e6],
    ["at most 500k params", "size", "<=", 5e5],
    ["size < 1.5 million", "size", "<", 1.5e6],
    ["size<=3B", "size", "<=", 3e9],
    ["over 2,000,000 parameters", "size", ">", 2e6],
    ["under 50ms", "latency", "<", 50],
    ["faster than 2 seconds", "latency", "<", 2000],
    ["shorter than 40 characters", "verbosity", "<", 40],
    ["hallucination under 5%", "hallucination", "<", 0.05],
    ["below grade 8", "readability", "<", 8],
    ["newer than 3 years", "recency", "<", 3],
    ["under 5% hallucinations", "hallucination", "<", 0.05],
    ["at most 2 percent security", "security", "<=", 0.02],
    ["under 8 reading grade", "readability", "<", 8],
    ["over 3 verbosity", "verbosity", ">", 3],
  ])("“%s” bounds the raw value", (directive, constraint, comparator, value) => {
    const [flag] = parse(directive);
    expect(flag!.directive).toMatchObject({ kind: "bound", bound: { constraint, quantity: "raw", comparator } });
    if (flag!.directive.kind === "bound") expect(flag!.directive.bound.value).toBeCloseTo(value, 9);
  });

  it.each([
    ["newer than 2020", ">=", 2021],
    ["since 2020", ">=", 2020],
    ["after 2020-06", ">=", 2020.5],
    ["older than 2015", "<=", 2015],
    ["until 2015", "<=", 2016],
    ["recency before 2015-01-01", "<=", 2015],
  ])("“%s” bounds the date of the newest text", (directive, comparator, value) => {
    expect(bound(directive)).toEqual({ constraint: "recency", quantity: "date", comparator, value });
  });

  it("anything else explains what to write instead", () => {
    const unknown = [
      "",
      "please",
      "largest model",
      "size=-1",
      "size=big",
      "color=1",
      "under 5",
      "under 5%",
      "newer than 2020-13",
      "size under 5 constructor",
      `under 1${"0".repeat(90)} parameters`,
      "ﷺ".repeat(20),
    ];
    for (const directive of unknown) {
      const [flag] = parse(directive);
      expect([directive, flag!.status]).toEqual([directive, "unknown"]);
      expect(flag!.explanation).toMatch(/\.$/);
    }
    expect(effect(...unknown)).toEqual({ sliders: {}, bounds: [] });
  });

  it("every word of the table is understood as its own row and kind", () => {
    for (const row of CONSTRAINT_WORDS) {
      for (const kind of ["superlative", "soft", "against"] as const) {
        for (const word of row[kind])
          expect([word, parse(word)[0]!.directive]).toEqual([word, { kind, constraint: row.id }]);
      }
      expect(parse(`${row.names[0]}=1`)[0]!.directive).toEqual({ kind: "weight", constraint: row.id, lambda: 1 });
    }
  });
});

describe("several flags", () => {
  it("duplicates count once", () => {
    expect(statuses("smallest", "smallest model", "size=1", "under 2M parameters", "size < 2M")).toEqual([
      "recognised",
      "repeated",
      "contradictory",
      "recognised",
      "repeated",
    ]);
  });

  it("of contradictory ones the first wins", () => {
    expect(statuses("small", "smallest", "largest")).toEqual(["recognised", "contradictory", "contradictory"]);
    expect(effect("small", "smallest").sliders).toEqual({ size: "middle" });
  });

  it("bounds combine unless no value could meet them", () => {
    expect(statuses("under 5M parameters", "over 2M parameters", "over 5M parameters")).toEqual([
      "recognised",
      "recognised",
      "contradictory",
    ]);
    expect(statuses("newer than 2020", "older than 2021", "older than 2022")).toEqual([
      "recognised",
      "contradictory",
      "recognised",
    ]);
    expect(statuses("at most 5k parameters", "at least 5k parameters", "more than 5k parameters")).toEqual([
      "recognised",
      "recognised",
      "contradictory",
    ]);
  });

  it("on constraints that the library does not measure are reported as unknown", () => {
    const { flags } = parseFlags("[Flag: fastest] [Flag: smallest]", ["size"]);
    expect(flags.map(({ status }) => status)).toEqual(["unknown", "recognised"]);
    expect(flags[0]!.explanation).toContain("latency");
    expect(effectOf(parseFlags("[Flag: safest]", ["size"]).flags)).toEqual({ sliders: {}, bounds: [] });
  });

  it("beyond the thirty-second are not read", () => {
    const many = parse(...Array.from({ length: 40 }, (_, i) => `under ${i + 1}M parameters`));
    expect(many.filter(({ status }) => status === "recognised")).toHaveLength(32);
  });
});

describe("a constraint of this library only", () => {
  const flagsOf = (...directives: string[]) =>
    parseFlags(directives.map((directive) => `[Flag: ${directive}]`).join(" "), ["size", "Energy-J"]).flags;

  it("can be named by its id, in every form", () => {
    const flags = flagsOf("lowest energy-j", "energy-j under 5", "smallest");
    expect(flags.map(({ status, constraint }) => [status, constraint])).toEqual([
      ["recognised", "Energy-J"],
      ["recognised", "Energy-J"],
      ["recognised", "size"],
    ]);
    const [soft, weight, against] = [flagsOf("low energy-j"), flagsOf("energy-j=0.5"), flagsOf("most energy-j")].flat();
    expect([soft!.directive, weight!.directive]).toEqual([
      { kind: "soft", constraint: "Energy-J" },
      { kind: "weight", constraint: "Energy-J", lambda: 0.5 },
    ]);
    expect(against!.status).toBe("unknown");
  });

  it("is unknown to a library without it", () => {
    expect(parse("lowest energy-j")[0]!.status).toBe("unknown");
  });
});

describe("a rate", () => {
  it("is read in percent", () => {
    expect(parse("hallucination under 5%")[0]!.explanation).toContain("hallucination < 5%");
  });
});

describe("bounds", () => {
  const expert = { raw: { size: 1_463_040, recency: Number.NaN }, newestText: "2020-06" };

  it("exclude experts that do not meet them", () => {
    expect(meetsBounds([], expert)).toBe(true);
    expect(meetsBounds([bound("under 2M parameters")!], expert)).toBe(true);
    expect(meetsBounds([bound("under 2M parameters")!, bound("over 1463040 parameters")!], expert)).toBe(false);
    expect(meetsBounds([bound("at least 1463040 parameters")!, bound("at most 1463040 parameters")!], expert)).toBe(
      true,
    );
  });

  it("exclude experts whose value is unknown", () => {
    expect(meetsBounds([bound("under 3 years old")!], expert)).toBe(false);
    expect(meetsBounds([bound("newer than 2000")!], { raw: {}, newestText: null })).toBe(false);
    expect(meetsBounds([bound("under 2M parameters")!], { raw: {}, newestText: null })).toBe(false);
  });

  it("compare dates by the whole span that they cover", () => {
    expect(meetsBounds([bound("newer than 2019")!], expert)).toBe(true);
    expect(meetsBounds([bound("since 2020-07")!], expert)).toBe(false);
    expect(meetsBounds([bound("newer than 2020-05")!], expert)).toBe(true);
    expect(meetsBounds([bound("newer than 2020-05")!], { raw: {}, newestText: "2020" })).toBe(false);
    expect(meetsBounds([bound("before 2020-07")!], expert)).toBe(true);
    expect(meetsBounds([bound("until 2020-06")!], expert)).toBe(true);
  });

  it("accept ISO years, months and days, and nothing else", () => {
    expect(yearSpan("2020")).toEqual([2020, 2021]);
    expect(yearSpan("2020-12")).toEqual([2020 + 11 / 12, 2021]);
    expect(yearSpan("2020-02-29")![1]).toBeCloseTo(2020 + 2 / 12, 12);
    for (const date of ["2019-02-29", "2020-00", "20", "2020-1", "yesterday"]) expect(yearSpan(date)).toBeNull();
  });
});

describe("any text", () => {
  const directives = fc.oneof(
    fc.string({ maxLength: 90 }),
    fc
      .array(
        fc.constantFrom("size", "=", "under", "<", "2", "M", "parameters", "newer than", "2020", "-", "λ", "%", " "),
        {
          maxLength: 8,
        },
      )
      .map((words) => words.join(" ")),
  );

  it("is parsed without an error, and its removal is idempotent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(directives, { maxLength: 5 }), (before, list) => {
        const { text, flags } = parseFlags(before + list.map((directive) => `[flag:${directive}]`).join("\n"));
        for (const { explanation } of flags) expect(explanation.length).toBeGreaterThan(10);
        const { sliders, bounds } = effectOf(flags);
        for (const setting of Object.values(sliders)) {
          if (typeof setting === "number") expect(setting).toBeGreaterThanOrEqual(0);
          else expect(["middle", "max"]).toContain(setting);
        }
        for (const { value } of bounds) expect(Number.isFinite(value)).toBe(true);
        expect(parseFlags(text)).toEqual({ text, flags: [] });
      }),
      { numRuns: 300 },
    );
  });
});

it("“cheapest” asks for the lowest price where a library knows prices and no costs", () => {
  const asked = (flag: string, ids: string[]) => effectOf(parseFlags(`Hi [Flag: ${flag}]`, ids).flags).sliders;
  expect(asked("cheapest", ["price", "size"])).toEqual({ price: "max" });
  expect(asked("cheaper model", ["price"])).toEqual({ price: "middle" });
  expect(asked("cheapest", ["price", "cost"])).toEqual({ cost: "max" });
  expect(asked("lowest price", ["price", "cost"])).toEqual({ price: "max" });
  expect(asked("cheapest", ["size"])).toEqual({});
});
