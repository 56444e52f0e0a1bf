/**
 * @file Registers what a canvas shows, so that it can be drawn again into a file. Its pixels cannot be used: some browsers return
 * noise for them, and some leave a picture inside a picture blank.
 */

/** The part of a canvas' 2D context that drawings use. */
export type Surface = Pick<CanvasRenderingContext2D, "globalAlpha" | "fillStyle" | "clearRect" | "fillRect">;

const drawings = new WeakMap<Element, (surface: Surface) => void>();

/** Registers how to draw a canvas' content, in CSS pixels from its upper left corner. The latest registration counts. */
export function setDrawing(canvas: HTMLCanvasElement, draw: (surface: Surface) => void): void {
  drawings.set(canvas, draw);
}

/** The drawing of a canvas as SVG paths. Throws for a canvas without a registered drawing. */
export function drawnPaths(canvas: HTMLCanvasElement): DrawnPath[] {
  const draw = drawings.get(canvas);
  if (!draw) throw new Error("A canvas can be saved only after setDrawing has been called for it.");
  const surface = new PathSurface();
  draw(surface);
  return surface.paths;
}

/** Rectangles with the same colour and opacity, in sequence. */
export interface DrawnPath {
  fill: string;
  opacity: number;
  /** The `d` of an SVG path, rounded to hundredths of a pixel. */
  d: string;
}

/** Records rectangles as SVG paths. Consecutive ones with the same colour and opacity share a path. */
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
