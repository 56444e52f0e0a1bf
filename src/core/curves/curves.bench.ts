/** Read by `npm run bench`: times the app's method against the plain one in the same run. */
import { bench, describe } from "vitest";
import type { Matrix } from "../matrix.ts";
import { route } from "../objective/objective.ts";
import { pointAt, sweep } from "./curve.ts";

const PROMPTS = 4_000;
const EXPERTS = 18;
const GRID = 200;

const losses = randomTable();
const slopes = Float64Array.from({ length: EXPERTS }, (_, i) => i / (EXPERTS - 1));
const raw = slopes.map((slope) => 6e5 * 10 ** slope);
const base = new Float64Array(EXPERTS);

function randomTable(): Matrix {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    rows: PROMPTS,
    columns: EXPERTS,
    data: Float32Array.from({ length: PROMPTS * EXPERTS }, () => 2 + 3 * random()),
  };
}

function gridPoint(lambda: number): { x: number; y: number } {
  const choices = route(
    losses,
    slopes.map((slope) => lambda * slope),
  );
  let [x, y] = [0, 0];
  choices.forEach((choice, row) => {
    x += raw[choice]!;
    y += losses.data[row * EXPERTS + choice]!;
  });
  return { x: x / PROMPTS, y: y / PROMPTS };
}

describe(`the whole front of ${PROMPTS} prompts and ${EXPERTS} experts`, () => {
  bench("exact, by lower envelopes", () => {
    sweep(losses, slopes, base, raw, losses);
  });
  bench(`approximate, on a grid of ${GRID} λ`, () => {
    for (let k = 0; k < GRID; k++) gridPoint((5 * k) / GRID);
  });
});

describe("the point of one λ while a slider moves", () => {
  const curve = sweep(losses, slopes, base, raw, losses);
  bench("looked up on the exact curve", () => {
    pointAt(curve, 0.7);
  });
  bench("all prompts routed again", () => {
    gridPoint(0.7);
  });
});
