import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFlags } from "../core/flags/grammar.ts";
import type { Library } from "../library/load.ts";
import { flagState, followMarks } from "./policy.ts";

const flagsOf = (...directives: string[]) =>
  parseFlags(directives.map((directive) => `[Flag: ${directive}]`).join(" ")).flags;
const positive = fc.double({ min: 0.01, max: 20, noNaN: true });
const marks = fc
  .record({ middle: positive, more: positive })
  .map(({ middle, more }) => ({ middle, end: middle + more }));

describe("λ when the marks of the sliders move", () => {
  it("follows the mark on which a flag had put it, and stays where a hand or a weight had", () => {
    fc.assert(
      fc.property(marks, marks, positive, (before, after, byHand) => {
        fc.pre(Math.abs(byHand - before.middle) > 1e-3 && Math.abs(byHand - before.end) > 1e-3);
        const move = (flags: ReturnType<typeof flagsOf>, size: number) =>
          followMarks({ size }, flags, { size: before }, { size: after }).size;
        expect(move(flagsOf("small"), before.middle)).toBe(after.middle);
        expect(move(flagsOf("smallest"), before.end)).toBe(after.end);
        expect(move(flagsOf("small"), byHand)).toBe(byHand);
        expect(move(flagsOf(`size=${byHand.toFixed(3)}`), Number(byHand.toFixed(3)))).toBe(Number(byHand.toFixed(3)));
        expect(move([], before.middle)).toBe(before.middle);
      }),
    );
  });

  it("follows from the six digits that a link holds", () => {
    const [before, after] = [
      { middle: 1.23456789, end: 9 },
      { middle: 2, end: 9 },
    ];
    expect(followMarks({ size: 1.23457 }, flagsOf("small"), { size: before }, { size: after })).toEqual({ size: 2 });
  });

  it("is the same object while nothing moves", () => {
    const lambdas = { size: 1, recency: 0.2 };
    const same = { size: { middle: 1, end: 2 } };
    expect(followMarks(lambdas, flagsOf("small"), same, same)).toBe(lambdas);
  });
});

describe("what a flag does at the moment", () => {
  const library = {
    manifest: { experts: ["2015", "2024-03", null].map((newestText) => ({ newestText })) },
    constraints: [{ id: "size", raw: Float64Array.of(1e6, 5e6, Number.NaN) }],
  } as unknown as Library;
  const sliders = { size: { middle: 1, end: 4 }, recency: { middle: 1, end: 4 } };
  const state = (directive: string, size: number) => flagState(library, flagsOf(directive)[0]!, { size }, sliders);

  it("tells the λ that it asks for, and whether the slider stands elsewhere", () => {
    expect(state("smallest", 4)).toEqual({ wanted: 4, overruled: false, barred: null });
    expect(state("smallest", 3)).toEqual({ wanted: 4, overruled: true, barred: null });
    expect(state("size=0", 0)).toEqual({ wanted: 0, overruled: false, barred: null });
  });

  it("counts the experts that a bound bars, those of unknown value among them", () => {
    expect(state("under 2M parameters", 0)).toEqual({ wanted: null, overruled: false, barred: 2 });
    expect(state("newer than 2020", 0)).toEqual({ wanted: null, overruled: false, barred: 2 });
  });

  it("is nothing when the flag does not act", () => {
    expect(state("blue", 1)).toEqual({ wanted: null, overruled: false, barred: null });
  });
});
