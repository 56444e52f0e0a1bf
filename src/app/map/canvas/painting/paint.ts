import { type Surface, setDrawing } from "../../../export/drawing.ts";
import { RasterSurface } from "./rasterSurface.ts";

/** From this many marks on, a canvas' own rectangles take longer than a frame. */
const MANY = 20_000;

/** Pixels that a canvas' next picture writes over. */
const rasters = new WeakMap<HTMLCanvasElement, RasterSurface>();

/** What canvases show from the next frame on. */
const waiting = new WeakMap<HTMLCanvasElement, () => void>();

/**
 * Paints a canvas in the next frame, together with what the page shows then; of several drawings before that frame only the last one
 * is painted. It can be saved at once. Else as `paint`.
 * @param failed told what the drawing throws, which nobody else would hear of
 */
export function paintNextFrame(
  canvas: HTMLCanvasElement,
  draw: (surface: Surface) => void,
  marks: number,
  failed: (error: unknown) => void,
): void {
  setDrawing(canvas, draw);
  // A frame that has been asked for is not given up: what is drawn anew in every frame would never be painted.
  const asked = waiting.has(canvas);
  waiting.set(canvas, () => {
    try {
      paint(canvas, draw, marks);
    } catch (error) {
      failed(error);
    }
  });
  if (asked) return;
  requestAnimationFrame(() => {
    const latest = waiting.get(canvas);
    waiting.delete(canvas);
    latest?.();
  });
}

/**
 * Paints a canvas, and registers the drawing so that it can be saved.
 * @param draw draws in CSS pixels from the upper left corner
 * @param marks how many rectangles it draws, about
 */
export function paint(canvas: HTMLCanvasElement, draw: (surface: Surface) => void, marks: number): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  if (drawsItself(marks)) {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context);
  } else if (canvas.width > 0 && canvas.height > 0) {
    const raster = rasterOf(canvas, ratio);
    draw(raster);
    context.putImageData(new ImageData(raster.pixels, raster.columns, raster.lines), 0, 0);
  }
  setDrawing(canvas, draw);
}

/**
 * Paints a canvas for the first time a step a task, so that the page answers in between. Nothing is on the canvas before; what is drawn
 * later, because the reader moves the map for instance, is painted as a whole.
 * @param failed told what a step throws, which nobody else would hear of
 * @returns ends it
 */
export function paintInSteps(
  canvas: HTMLCanvasElement,
  steps: (surface: Surface) => Iterator<void>,
  draw: (surface: Surface) => void,
  failed: (error: unknown) => void,
): () => void {
  const context = canvas.getContext("2d");
  if (!context) return () => {};
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  setDrawing(canvas, draw);
  const rest = steps(context);
  let timer = setTimeout(function next() {
    try {
      if (!rest.next().done) timer = setTimeout(next);
    } catch (error) {
      failed(error);
    }
  });
  return () => clearTimeout(timer);
}

/** Whether a canvas draws that many marks by itself, and not into pixels of ours. */
export const drawsItself = (marks: number): boolean => marks < MANY;

function rasterOf(canvas: HTMLCanvasElement, ratio: number): RasterSurface {
  const kept = rasters.get(canvas);
  if (kept?.columns === canvas.width && kept.lines === canvas.height && kept.ratio === ratio) return kept;
  const raster = new RasterSurface(canvas.width, canvas.height, ratio);
  rasters.set(canvas, raster);
  return raster;
}
