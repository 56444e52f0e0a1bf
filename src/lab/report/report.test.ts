import { describe, expect, it } from "vitest";
import type { Estimate } from "../../core/evaluation/estimate.ts";
import type { Comparison, Judged } from "../judge/judge.ts";
import { markdownTable, routersCompared, terminalTable } from "./tables.ts";
import { verdict } from "./verdict.ts";

const estimate = (value: number, low = value, high = value): Estimate => ({ value, interval: [low, high] });

function router(id: string, gain: Estimate, more: Partial<Judged> = {}): Judged {
  return {
    id,
    score: estimate(0.8),
    cost: null,
    gain,
    overMix: null,
    overLabel: null,
    gapClosed: estimate(0.1, -0.1, 0.3),
    commonest: { model: "a|b", share: estimate(0.5, 0.4, 0.6) },
    curve: null,
    two: null,
    choices: new Int32Array(0),
    ...more,
  };
}

const compared = (...routers: Judged[]): Comparison => ({
  routers,
  best: { model: "a|b", score: estimate(0.79), cost: null },
  oracle: estimate(0.9),
  random: estimate(0.5),
  hullAiq: null,
  rows: 100,
});

const curve = (overHull: Estimate, overLabel: Estimate | null, saving99: Estimate): Judged["curve"] => ({
  lambda: new Float64Array(0),
  cost: new Float64Array(0),
  score: new Float64Array(0),
  aiq: estimate(0.7),
  overHull,
  overLabel,
  saving99,
  saving95: saving99,
});

describe("the verdict says no more than the intervals bear", () => {
  it.each<[string, Estimate, RegExp]>([
    [
      "above 0",
      estimate(0.01, 0.002, 0.02),
      /routing pays on this table: “r” .* \+0\.0100 \[\+0\.0020, \+0\.0200\]\.$/,
    ],
    ["from 0 on", estimate(0.01, 0, 0.02), /cannot be told .* the interval holds 0\.$/],
    ["around 0", estimate(0.01, -0.01, 0.02), /cannot be told/],
    ["below 0", estimate(-0.01, -0.02, -0.001), /routing loses/],
    ["unknown", estimate(Number.NaN), /cannot be told/],
  ])("a gain %s", (_, gain, sentence) => expect(verdict(compared(router("r", gain)), "r")).toMatch(sentence));

  it("of the router set beforehand, and says how many were compared", () => {
    const none = router("r", estimate(0, -0.1, 0.1));
    const lucky = router("lucky", estimate(0.1, 0.05, 0.2));
    const label = router("data-set label", estimate(0.1, 0.05, 0.2));
    const said = verdict(compared(none, lucky, label), "r");
    expect(said).toMatch(/cannot be told/);
    expect(said).toMatch(/2 routers were compared/);
  });

  it("where no other model is ever better", () => {
    const all = { ...compared(router("r", estimate(0))), oracle: estimate(0.79) };
    expect(verdict(all, "r")).toMatch(/^No router can score higher than the best single model, a\|b/);
  });

  it.each<[Estimate, Estimate | null, Estimate, RegExp, RegExp | null]>([
    [
      estimate(0.1, 0.05, 0.2),
      estimate(0.01, -0.1, 0.2),
      estimate(0.3, 0.1, 0.4),
      /gains over random mixing.*no certain gain over the data-set label.*30\.0% less cost/,
      null,
    ],
    [estimate(0.1, 0.05, 0.2), null, estimate(0.3, -0.1, 0.4), /gains over random mixing/, /less cost|label/],
    [
      estimate(0.1, -0.05, 0.2),
      estimate(0.1, 0.05, 0.2),
      estimate(0.3, 0.1, 0.4),
      /no certain gain over random mixing/,
      /less cost|label/,
    ],
    [estimate(-0.1, -0.15, -0.02), null, estimate(0), /loses to random mixing/, null],
    [estimate(Number.NaN), null, estimate(0), /cannot be told/, /cost curve/],
  ])("a cost curve %#", (overHull, overLabel, saving, sentence, not) => {
    const said = verdict(compared(router("r", estimate(0, -1, 1), { curve: curve(overHull, overLabel, saving) })), "r");
    expect(said).toMatch(sentence);
    if (not) expect(said).not.toMatch(not);
  });

  it.each<[number, number, number, RegExp]>([
    [0.6, 0.55, 0.65, /better than chance: APGR 0\.6000 .* 30\.0% of the calls/],
    [0.6, 0.45, 0.65, /cannot be told from chance/],
    [0.4, 0.3, 0.45, /worse than chance/],
    [Number.NaN, Number.NaN, Number.NaN, /no gap to recover/],
  ])("two models, APGR %d", (value, low, high, sentence) => {
    const two = {
      apgr: estimate(value, low, high),
      overRandom: estimate(value - 0.5, low - 0.5, high - 0.5),
      cpt50: estimate(0.3),
      cpt80: estimate(0.6),
    };
    expect(verdict(compared(router("r", estimate(0, -1, 1), { two })), "r")).toMatch(sentence);
  });
});

it("tables for terminals and for Markdown", () => {
  const table = routersCompared(compared(router("r", estimate(0.01, -0.01, 0.02))));
  expect(table.head.slice(0, 3)).toEqual(["Router", "Score at λ = 0", "Over best single"]);
  expect(table.rows.map(([name]) => name)).toEqual(["r", "best single: a|b", "random model", "oracle"]);
  const lines = markdownTable(table).split("\n");
  expect(lines[0]).toBe("## Routers compared");
  expect(lines[4]).toContain("+0.0100 [-0.0100, +0.0200] | 10.0% [-10.0%, 30.0%] | a\\|b 50.0%");
  expect(terminalTable(table).split("\n")[3]).toMatch(/^r {17}0\.8000/);
});
