import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawnPaths, type Surface } from "../../../export/drawing.ts";
import { paintNextFrame } from "./paint.ts";

let frames: (() => void)[];
const nextFrame = () => {
  for (const callback of frames.splice(0)) callback();
};
const never = (error: unknown) => {
  throw error;
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal("window", { devicePixelRatio: 1 });
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => frames.push(callback));
});

afterEach(() => vi.unstubAllGlobals());

/** A canvas whose context remembers the rectangles. */
function fakeCanvas() {
  const filled: string[] = [];
  const context = {
    globalAlpha: 1,
    fillStyle: "",
    setTransform: () => undefined,
    clearRect: () => undefined,
    fillRect: (...box: number[]) => filled.push(box.join(" ")),
  };
  return { filled, canvas: { getContext: () => context } as unknown as HTMLCanvasElement };
}

const boxAt = (x: number) => (surface: Surface) => surface.fillRect(x, 0, 1, 1);

test("a canvas is painted once a frame with the last drawing, which can be saved before", () => {
  const { filled, canvas } = fakeCanvas();
  for (const x of [1, 2, 3]) paintNextFrame(canvas, boxAt(x), 1, never);
  expect(filled).toEqual([]);
  expect(drawnPaths(canvas).map(({ d }) => d)).toEqual(["M3 0h1v1h-1z"]);
  nextFrame();
  expect(filled).toEqual(["3 0 1 1"]);
  nextFrame();
  paintNextFrame(canvas, boxAt(4), 1, never);
  nextFrame();
  expect(filled).toEqual(["3 0 1 1", "4 0 1 1"]);
});

test("drawn anew in every frame before the canvas has its turn, it is painted in every frame", () => {
  const { filled, canvas } = fakeCanvas();
  paintNextFrame(canvas, boxAt(0), 1, never);
  for (let x = 1; x <= 3; x++) {
    frames.unshift(() => paintNextFrame(canvas, boxAt(x), 1, never));
    nextFrame();
    paintNextFrame(canvas, boxAt(-x), 1, never);
  }
  expect(filled).toEqual(["1 0 1 1", "2 0 1 1", "3 0 1 1"]);
});

test("two canvases have a drawing each; what one throws is told, and the other is painted", () => {
  const [first, second] = [fakeCanvas(), fakeCanvas()];
  const failed = vi.fn();
  const error = new Error("no memory for pixels");
  paintNextFrame(first.canvas, () => never(error), 1, failed);
  paintNextFrame(second.canvas, boxAt(5), 1, never);
  nextFrame();
  expect(failed.mock.calls).toEqual([[error]]);
  expect(second.filled).toEqual(["5 0 1 1"]);
});
