import { expect, test } from "vitest";
import type { Library } from "../../../library/load.ts";
import { predictedLoss } from "./predictedLoss.ts";

const byTokens = [
  { upTo: 8, low: -3, high: 2, prompts: 50 },
  { upTo: 126, low: -1, high: 1.5, prompts: 50 },
];
const library = (predictionRange?: object, calibrated?: ReadonlyMap<string, unknown>) =>
  ({
    manifest: { router: { predictionRange }, experts: [{ id: "law" }, { id: "own" }] },
    calibrated,
  }) as unknown as Library;
const known = library({ share: 0.8, prompts: 100, byTokens }, new Map([["own", {}]]));

test("a predicted loss is a range by the prompt's length, with one decimal, and never below 0", () => {
  expect(predictedLoss(known, { tokens: 40 }, 0, 3.27)).toEqual({ text: "2.3–4.8", share: 0.8 });
  expect(predictedLoss(known, { tokens: 5 }, 0, 2)).toEqual({ text: "0.0–4.0", share: 0.8 });
});

test("without a range, and for an expert that it was not measured on, it is the figure alone", () => {
  expect(predictedLoss(library(), { tokens: 40 }, 0, 3.27)).toEqual({ text: "3.27", share: null });
  expect(predictedLoss(known, { tokens: 40 }, 1, 3.27)).toEqual({ text: "3.27", share: null });
});
