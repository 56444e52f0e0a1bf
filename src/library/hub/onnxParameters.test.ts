import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countParameters } from "./onnxParameters.ts";

const file = (name: string) => new Uint8Array(readFileSync(`e2e/fixtures/newcomer/onnx/${name}`));

test("every format of a model has the same number of weights, the one on its card", () => {
  const [, stated] = /A BERT of ([\d,]+) parameters/.exec(readFileSync("e2e/fixtures/newcomer/README.md", "utf8"))!;
  const counted = countParameters(file("model_fp16.onnx"))!;
  expect(countParameters(file("model_int8.onnx"))).toBe(counted);
  // The exporter adds constants of its own, and stores shared weights once or twice.
  expect(Math.abs(counted / Number(stated!.replaceAll(",", "")) - 1)).toBeLessThan(0.7);
});

test("weights of 4 bits, two in a byte, count like those of 8", () => {
  const decoder = (form: string) =>
    countParameters(new Uint8Array(readFileSync(`e2e/fixtures/causal/onnx/model_${form}.onnx`)))!;
  expect(Math.abs(decoder("q4") / decoder("quantized") - 1)).toBeLessThan(0.02);
});

test("an invalid or truncated ONNX file has no number", () => {
  expect(countParameters(new TextEncoder().encode("<!doctype html>"))).toBeNull();
  expect(countParameters(new Uint8Array(0))).toBeNull();
  const whole = file("model_int8.onnx");
  expect(countParameters(whole.subarray(0, whole.length / 2))).toBeNull();
});

test("a file without weights has an unknown number, not 0", () => {
  // A model with one empty graph: field 7, length 0.
  expect(countParameters(Uint8Array.of(0x3a, 0))).toBeNull();
});
