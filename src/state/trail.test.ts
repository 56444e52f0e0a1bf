import { expect, test } from "vitest";
import type { PlacedPrompt } from "../workers/map/place.ts";
import { TRAIL_LENGTH, withStep } from "./trail.ts";

const near = (index: number): PlacedPrompt => ({ neighbors: [{ index, distance: 1, weight: 1 }] });

test("every place that the prompt leaves joins the trail, and the oldest are dropped", () => {
  let trail: readonly PlacedPrompt[] = [];
  for (let step = 0; step < TRAIL_LENGTH + 5; step++) trail = withStep(trail, near(step), near(step + 1));
  expect(trail.map(({ neighbors }) => neighbors[0]!.index)).toEqual(
    Array.from({ length: TRAIL_LENGTH }, (_, i) => i + 5),
  );
});

test("a prompt that does not move adds no step, and a removed one has no trail", () => {
  const trail = [near(1)];
  expect(withStep(trail, near(2), near(2))).toBe(trail);
  expect(withStep(trail, null, near(2))).toBe(trail);
  expect(withStep(trail, near(2), null)).toEqual([]);
});
