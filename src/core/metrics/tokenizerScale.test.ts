import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadExperts, toNatsPerToken } from "./tokenizerScale.ts";

const loss = fc.double({ min: 0.1, max: 10, noNaN: true });

test("an expert that is a reference keeps its own loss when all references have the same ratio", () => {
  fc.assert(
    fc.property(fc.array(loss, { minLength: 1, maxLength: 5 }), loss, loss, (tokens, ratio, own) => {
      const references = tokens.map((perToken) => ({ perToken, perCharacter: perToken / ratio }));
      expect(toNatsPerToken(own / ratio, references)).toBeCloseTo(own, 6);
    }),
  );
});

test("the order of experts on a text is the order of their nats per character", () => {
  fc.assert(
    fc.property(
      loss,
      loss,
      fc.array(fc.record({ perToken: loss, perCharacter: loss }), { minLength: 1 }),
      (a, b, all) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((one) => toNatsPerToken(one, all)) as [
          number,
          number,
        ];
        expect(less).toBeLessThanOrEqual(more);
        // Adjacent floating-point numbers may round to the same one.
        if (Math.abs(a - b) > 1e-12 * Math.max(a, b)) expect(less).toBeLessThan(more);
      },
    ),
  );
});

test("without references the loss is unknown", () => {
  expect(toNatsPerToken(1, [])).toBeNaN();
});

test("references range from the best expert to the worst, and unknown ones are left out", () => {
  expect(spreadExperts([5, 1, Number.NaN, 4, 2, 3], 3)).toEqual([1, 5, 0]);
  expect(spreadExperts([2, 1], 4)).toEqual([1, 0]);
});
