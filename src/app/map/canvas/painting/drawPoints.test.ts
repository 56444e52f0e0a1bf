import { scaleLinear } from "d3-scale";
import { expect, test } from "vitest";
import type { Surface } from "../../../export/drawing.ts";
import { drawPoints, pointsInSteps } from "./drawPoints.ts";

/** Remembers what is drawn, with the colour and opacity that count then. */
function recorded(): Surface & { drawn: string[] } {
  const drawn: string[] = [];
  const surface = {
    drawn,
    globalAlpha: 1,
    fillStyle: "" as Surface["fillStyle"],
    clearRect: (...box: number[]) => drawn.push(`clear ${box}`),
    fillRect: (...box: number[]) => drawn.push(`${surface.globalAlpha} ${surface.fillStyle} ${box}`),
  };
  return surface as never;
}

test("drawn in steps, the points are those drawn at once; no step draws many", () => {
  const count = 3_000;
  const at = { x: Float32Array.from({ length: count }, (_, i) => i % 60), y: new Float32Array(count).fill(3) };
  const groups = ["red", "green", "blue"].map((color, k) => ({
    color,
    added: k === 2,
    rows: Int32Array.from({ length: count / 3 }, (_, i) => (k * count) / 3 + i),
  }));
  const mask = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const scale = () => scaleLinear([0, 60], [0, 400]);
  const drawing = [
    { at, groups, mask } as never,
    { x: scale(), y: scale() } as never,
    { width: 400, height: 400, zoom: 1 },
  ] as const;

  const atOnce = recorded();
  drawPoints(atOnce, ...drawing);
  const inSteps = recorded();
  const lengths: number[] = [];
  for (const _ of pointsInSteps(inSteps, ...drawing)) lengths.push(inSteps.drawn.length);
  expect(inSteps.drawn).toEqual(atOnce.drawn);
  const steps = lengths.map((length, k) => length - (lengths[k - 1] ?? 0));
  expect(steps.length).toBeGreaterThan(4);
  expect(Math.max(...steps)).toBeLessThanOrEqual(1_000);
});
