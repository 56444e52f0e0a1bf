import { expect, test } from "vitest";
import { nowLines } from "./nowLines.ts";

const area = { width: 470, height: 400, left: 52, right: 14, top: 12, bottom: 40 };

test("the lines of the current λ leave out texts that they would cross, and no others", () => {
  expect(nowLines([200, 100], area, [])).toBe("M52 100H200M200 100V360");
  const beside = { left: 80, right: 120, top: 94, bottom: 106 };
  const below = { left: 150, right: 250, top: 330, bottom: 345 };
  const elsewhere = { left: 260, right: 300, top: 330, bottom: 345 };
  expect(nowLines([200, 100], area, [below, elsewhere, beside])).toBe("M52 100H80M120 100H200M200 100V330M200 345V360");
});

test("texts that overlap, or reach beyond an end of a line, leave no piece between or beyond them", () => {
  const below = (top: number, bottom: number) => ({ left: 150, right: 250, top, bottom });
  expect(nowLines([200, 100], area, [below(350, 370), below(120, 140), below(130, 160)])).toBe(
    "M52 100H200M200 100V120M200 160V350",
  );
  expect(nowLines([200, 100], area, [below(90, 380)])).toBe("M52 100H150");
});
