import fc from "fast-check";
import { expect, test } from "vitest";
import { localLatencies } from "./latencies.ts";

const milliseconds = fc.double({ min: 0.01, max: 10_000, noNaN: true });
const experts = fc.array(fc.record({ figure: milliseconds, here: fc.option(milliseconds, { nil: Number.NaN }) }), {
  minLength: 1,
  maxLength: 30,
});

test("a measured expert has its own milliseconds, the others keep the order and the ratios of the figures", () => {
  fc.assert(
    fc.property(experts, (list) => {
      const figures = list.map(({ figure }) => figure);
      const { raw, factor } = localLatencies(
        figures,
        list.map(({ here }) => here),
      );
      const measured = list.some(({ here }) => !Number.isNaN(here));
      expect(Number.isNaN(factor)).toBe(!measured);
      list.forEach(({ figure, here }, i) => {
        if (!Number.isNaN(here)) expect(raw[i]).toBe(here);
        else expect(raw[i]! / figure).toBeCloseTo(measured ? factor : 1, 9);
      });
    }),
  );
});

test("the other machine's speed does not matter once one expert was measured here", () => {
  fc.assert(
    fc.property(experts, milliseconds, (list, speed) => {
      const here = list.map((expert) => expert.here);
      fc.pre(here.some((value) => !Number.isNaN(value)));
      const one = localLatencies(
        list.map(({ figure }) => figure),
        here,
      ).raw;
      const other = localLatencies(
        list.map(({ figure }) => figure * speed),
        here,
      ).raw;
      for (const [i, value] of one.entries()) expect(other[i]! / value).toBeCloseTo(1, 9);
    }),
  );
});

test("unknown figures stay unknown until measured", () => {
  expect([...localLatencies([Number.NaN, 4], [Number.NaN, 8]).raw]).toEqual([Number.NaN, 8]);
  expect([...localLatencies([Number.NaN, 4], [3, Number.NaN]).raw]).toEqual([3, 4]);
  expect([...localLatencies([Number.NaN, 4], [3, Number.NaN], 2).raw]).toEqual([3, 8]);
  const { raw } = localLatencies([1, 4], [3, Number.NaN], 2);
  expect(raw[0]).toBe(3);
  expect(raw[1]).toBeCloseTo(12, 9);
});
