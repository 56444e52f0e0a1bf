/**
 * @file What a canvas shows, so that it can be drawn a second time, into a file. The pixels of a canvas are no source for it: some
 * browsers return noise for them, and some leave a picture inside a picture blank.
 */

/** What drawings use of a canvas' 2D context. */
export type Surface = Pick<CanvasRenderingContext2D, "globalAlpha" | "fillStyle" | "clearRect" | "fillRect">;

const drawings = new WeakMap<Element, (surface: Surface) => void>();

/** Says how to draw what a canvas shows, in CSS pixels from its upper left corner. The newest drawing counts. */
export function setDrawing(canvas: HTMLCanvasElement, draw: (surface: Surface) => void): void {
  drawings.set(canvas, draw);
}

/** The drawing of a canvas as SVG paths. Throws for a canvas whose drawing is not known. */
export function drawnPaths(canvas: HTMLCanvasElement): DrawnPath[] {
  const draw = drawings.get(canvas);
  if (!draw) throw new Error("A canvas can be saved only after setDrawing has been called for it.");
  const surface = new PathSurface();
  draw(surface);
  return surface.paths;
}

/** Rectangles of one colour and opacity, one after the other. */
export interface DrawnPath {
  fill: string;
  opacity: number;
  /** The `d` of an SVG path, in hundredths of a pixel at the finest. */
  d: string;
}

/** Notes rectangles as SVG paths. Neighbours of one colour and opacity share a path. */
export class PathSurface implements Surface {
  globalAlpha = 1;
  fillStyle: string | CanvasGradient | CanvasPattern = "#000000";
  readonly paths: DrawnPath[] = [];

  clearRect(): void {
    this.paths.length = 0;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const [fill, opacity] = [String(this.fillStyle), this.globalAlpha];
    const last = this.paths.at(-1);
    const d = `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
    if (last && last.fill === fill && last.opacity === opacity) last.d += d;
    else this.paths.push({ fill, opacity, d });
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
