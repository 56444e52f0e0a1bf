import { rgb } from "d3-color";
import type { Surface } from "../../export/drawing.ts";

/**
 * Draws rectangles into an array of pixels: a hundred thousand points take a few milliseconds, of which a canvas' own `fillRect` takes
 * fifty. Edges lie on whole pixels, so that neighbouring rectangles meet without a seam. Composes colours as a canvas does
 * ("source-over").
 */
export class RasterSurface implements Surface {
  globalAlpha = 1;
  /** Red, green, blue and opacity of each pixel, row by row, 0 to 255; colours are not multiplied by opacity. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  private readonly words: Uint32Array;
  private color = rgb("black");
  private word = 0;

  /**
   * @param columns width in pixels
   * @param lines height in pixels
   * @param ratio pixels per unit of the drawing
   */
  constructor(
    readonly columns: number,
    readonly lines: number,
    readonly ratio: number,
  ) {
    this.pixels = new Uint8ClampedArray(4 * columns * lines);
    this.words = new Uint32Array(this.pixels.buffer);
    this.fillStyle = "black";
  }

  get fillStyle(): string {
    return this.color.formatHex();
  }

  set fillStyle(style: string | CanvasGradient | CanvasPattern) {
    this.color = rgb(String(style));
    const { r, g, b } = this.color;
    this.word = new Uint32Array(new Uint8Array([r, g, b, 255]).buffer)[0]!;
  }

  clearRect(): void {
    this.words.fill(0);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const left = Math.max(0, Math.round(x * this.ratio));
    const right = Math.min(this.columns, Math.round((x + width) * this.ratio));
    const bottom = Math.min(this.lines, Math.round((y + height) * this.ratio));
    for (let line = Math.max(0, Math.round(y * this.ratio)); line < bottom; line++) {
      for (let at = line * this.columns + left, end = line * this.columns + right; at < end; at++) {
        if (this.globalAlpha === 1) this.words[at] = this.word;
        else this.blend(4 * at);
      }
    }
  }

  private blend(at: number): void {
    const { pixels, globalAlpha, color } = this;
    const below = (pixels[at + 3]! / 255) * (1 - globalAlpha);
    const opacity = globalAlpha + below;
    pixels[at] = (color.r * globalAlpha + pixels[at]! * below) / opacity;
    pixels[at + 1] = (color.g * globalAlpha + pixels[at + 1]! * below) / opacity;
    pixels[at + 2] = (color.b * globalAlpha + pixels[at + 2]! * below) / opacity;
    pixels[at + 3] = 255 * opacity;
  }
}
