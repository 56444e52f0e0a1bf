import { expect, test } from "vitest";
import { notYetRouted, placeRouted } from "./routedTexts.ts";

test("answers stand where their texts stand, and texts without one have NaN losses", () => {
  const all = notYetRouted(4);
  placeRouted(
    { losses: Float32Array.of(1, 2, 3, 4), states: Float32Array.of(5, 6), tokens: Uint16Array.of(7, 8) },
    [3, 0],
    all,
  );
  placeRouted({ losses: Float32Array.of(9, 10), states: Float32Array.of(11), tokens: Uint16Array.of(12) }, [2], all);
  expect([...all.losses]).toEqual([3, 4, Number.NaN, Number.NaN, 9, 10, 1, 2]);
  expect([...all.states]).toEqual([6, 0, 11, 5]);
  expect([...all.tokens]).toEqual([8, 0, 12, 7]);
});

test("texts without tokens that come first make no room, and what comes later does", () => {
  const all = notYetRouted(3);
  placeRouted({ losses: new Float32Array(0), states: new Float32Array(0), tokens: new Uint16Array(2) }, [0, 1], all);
  expect(all.losses).toHaveLength(0);
  placeRouted({ losses: Float32Array.of(1), states: Float32Array.of(2), tokens: Uint16Array.of(3) }, [2], all);
  expect([...all.losses]).toEqual([Number.NaN, Number.NaN, 1]);
  expect([...all.tokens]).toEqual([0, 0, 3]);
});
