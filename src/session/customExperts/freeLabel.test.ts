import { expect, test } from "vitest";
import { freeLabel } from "./freeLabel.ts";

test("a label is the model's name, then with its format, then with a number", () => {
  const taken = new Set<string>();
  const next = (form: string) => {
    const label = freeLabel("bert-base", form, taken);
    taken.add(label);
    return label;
  };
  expect(["q8", "fp32", "q8", "q8", "q8"].map(next)).toEqual([
    "bert-base",
    "bert-base fp32",
    "bert-base q8",
    "bert-base q8 2",
    "bert-base q8 3",
  ]);
});

test("a long name leaves room for the distinguishing suffix", () => {
  const name = "x".repeat(60);
  const first = freeLabel(name, "q8", new Set());
  const second = freeLabel(name, "qint8_avx512_vnni", new Set([first]));
  expect([first.length, second.length]).toEqual([40, 40]);
  expect(second).toMatch(/x qint8_avx512_vnni$/);
});
